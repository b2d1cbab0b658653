"""`make local-up`: what `sam local invoke` talks to. The function itself runs in SAM's container.

Stays until Ctrl-C. Everything listens where a container finds it: on Docker's bridge, and where there is none on this
machine's address in its network. `BACKEND=http://127.0.0.1:5055` tells a backend of yours, which may listen anywhere.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from local.aws import REFUSALS, Aws
from local.bridge import address_for_containers
from local.deployment import Deployment, deploy
from local.emulator import running_emulator
from local.ending import end_in_order
from local.event import event_of, read_key
from local.problem import ProblemError
from local.services import Services, StandIns, running_services

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "local/sample/sample.mp4"
FOLDER = ROOT / ".cache/local"
ENVIRONMENT = FOLDER / "sam-env.json"
EXACT_EVENT = FOLDER / "s3.json"


def main() -> int:
    """Serve until stopped.

    Returns:
        1 when something does not come up, else 0.
    """
    end_in_order()
    host = os.environ.get("LOCAL_HOST") or address_for_containers()
    try:
        _serve(host)
    except (ProblemError, *REFUSALS) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.")
    return 0


def _serve(host: str) -> None:
    with ExitStack() as open_:
        scratch = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="clipscribe-up-")))
        services = open_.enter_context(running_services(os.environ, StandIns(host), _show))
        endpoint = open_.enter_context(running_emulator(scratch, {}, host))
        aws = Aws(endpoint)
        # The queue stays untouched: the events come from SAM's command line.
        parameters = {**services.parameters, "AwsEndpointUrl": endpoint, "ProcessingEnabled": "false"}
        deployment = deploy(aws, parameters, services.secrets)
        version = _upload(aws, deployment)
        open_.callback(ENVIRONMENT.unlink, missing_ok=True)
        _write_files(deployment, version)
        _explain(host, services, endpoint)
        signal.pause()


def _show(callback: str) -> None:
    print(f"The backend was told: POST {callback}", flush=True)


def _upload(aws: Aws, deployment: Deployment) -> str:
    """Put the sample where events/s3.json says it is; returns its version."""
    with SAMPLE.open("rb") as video:
        answer = aws.s3.put_object(Bucket=deployment.bucket, Key=read_key(), Body=video, Metadata={"lang": "Eng"})
    return answer["VersionId"]


def _write_files(deployment: Deployment, version: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    EXACT_EVENT.write_text(json.dumps(event_of(version), indent=2) + "\n")
    # Last, and whole: whoever waits for it may start.
    draft = ENVIRONMENT.with_suffix(".draft")
    functions = {"Worker": deployment.function, "Sweep": deployment.sweep}
    variables = {name: dict(function.variables) for name, function in functions.items()}
    draft.write_text(json.dumps(variables, indent=2) + "\n")
    draft.replace(ENVIRONMENT)


def _explain(host: str, services: Services, endpoint: str) -> None:
    print(
        f"Emulated AWS at {endpoint}; {services.names}.\n"
        f"All listen on {host} only, without a password: the containers of this machine reach it.\n"
        "In another terminal:\n"
        "  sam build && sam local invoke -e events/s3.json\n"
        "  sam local invoke Sweep\n"
        f"{EXACT_EVENT.relative_to(ROOT)} is the same event with the upload's version. Ctrl-C ends it.",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
