#!/bin/sh
# As in AWS's image: under Lambda (or SAM's emulator) run the runtime client, else start the emulator around it.
set -eu
export _HANDLER="$1" PYTHONPATH="${PYTHONPATH:+$PYTHONPATH:}$LAMBDA_TASK_ROOT:$LAMBDA_RUNTIME_DIR"
if [ -z "${AWS_LAMBDA_RUNTIME_API:-}" ]; then
  exec /usr/local/bin/aws-lambda-rie /var/lang/bin/python3 -m awslambdaric "$1"
fi
exec /var/lang/bin/python3 -m awslambdaric "$1"
