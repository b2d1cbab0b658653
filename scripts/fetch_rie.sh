#!/usr/bin/env bash
# Take AWS's Lambda emulator out of the SAM CLI's wheel, checked against the hash in requirements/sam.txt.
# usage: fetch_rie.sh PYTHON TARGET
set -euo pipefail
python=$1 target=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk '/^aws-sam-cli==/ {on=1} on {print} on && !/\\$/ {exit}' requirements/sam.txt >"$folder/requirement.txt"
# Debian's Python comes without pip, its environments have one.
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps -d "$folder" -r "$folder/requirement.txt"
case "$(uname -m)" in x86_64) machine=x86_64 ;; aarch64 | arm64) machine=arm64 ;; *) echo "no Lambda emulator for $(uname -m)" >&2; exit 1 ;; esac
mkdir -p "$(dirname "$target")"
"$python" - "$folder" "samcli/local/rapid/aws-lambda-rie-$machine" "$target" <<'EOF'
import glob, pathlib, sys, zipfile
folder, member, target = sys.argv[1:]
with zipfile.ZipFile(glob.glob(f"{folder}/aws_sam_cli-*.whl")[0]) as wheel:
    pathlib.Path(target).write_bytes(wheel.read(member))
EOF
chmod 755 "$target"
