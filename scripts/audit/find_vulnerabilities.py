"""Compare the packages of the image with the published advisories. Needs the network.

A package index that carries no advisories answers every question with "not found", and pip-audit then ends with 0. So
what was skipped is counted: nothing asked is said aloud and passes, something asked and something skipped fails.

usage: find_vulnerabilities.py PIP_AUDIT REQUIREMENTS...
"""

# ruff: noqa: INP001 - a program, no package
from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

_UNREACHED = "NOT AUDITED: no advisory service could be reached from here. Run `make audit` again where one can be."


def main(pip_audit: str, *requirements: str) -> int:
    """Audit each file; 1 where anything is known to be vulnerable, or where only a part could be asked about."""
    return max(_audit(pip_audit, file) for file in requirements)


def _audit(pip_audit: str, requirements: str) -> int:
    command = [pip_audit, "--disable-pip", "--require-hashes", "--progress-spinner=off", "--format=json"]
    done = subprocess.run([*command, "-r", requirements], capture_output=True, text=True, check=False)  # noqa: S603 - arguments are the Makefile's
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except ValueError:
        return _explain(requirements, done.stderr)
    return _judge(requirements, packages)


def _explain(requirements: str, messages: str) -> int:
    """Tell an unreachable service from every other failure."""
    if any(sign in messages for sign in ("ConnectionError", "ConnectTimeout", "Max retries", "NameResolution")):
        return _say(f"{requirements}: {_UNREACHED}", 0)
    return _say(f"{requirements}: pip-audit failed\n{messages}", 1)


def _judge(requirements: str, packages: list[dict[str, Any]]) -> int:
    skipped = [package for package in packages if "skip_reason" in package]
    if len(skipped) == len(packages):
        return _say(f"{requirements}: {_UNREACHED}", 0)
    lines = [f"  {package['name']}: not audited, {package['skip_reason']}" for package in skipped]
    for package in packages:
        for found in package.get("vulns", ()):
            mended = ", ".join(found["fix_versions"]) or "nowhere yet"
            lines.append(f"  {package['name']} {package['version']}: {found['id']}, mended in {mended}")
    return _say("\n".join([f"{requirements}: {len(packages)} packages, {len(lines)} findings", *lines]), bool(lines))


def _say(text: str, status: int) -> int:
    sys.stdout.write(f"{text}\n")
    return int(status)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
