"""Write the bill of materials (CycloneDX) of what this project puts into the image: Python packages, FFmpeg and LAME.

What AWS's base image holds (Amazon Linux, Python, the runtime client) is not listed; a scanner of the image knows.

usage: list_contents.py CYCLONEDX_PY REQUIREMENTS FFMPEG_SHA256SUMS OUTPUT
"""

# ruff: noqa: INP001 - a program, no package
from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

_SOURCE = re.compile(r"(?P<sha256>[0-9a-f]{64}) +(?P<name>\w+)_(?P<version>[\d.]+-[\w.+]+)\.debian\.tar\.xz")
# With the epoch of the package, as advisories name it.
_EPOCHS = {"ffmpeg": "7:"}
_LICENCES = {"ffmpeg": "LGPL-2.1-or-later", "lame": "LGPL-2.0-or-later"}


def main(cyclonedx_py: str, requirements: str, sums: str, output: str) -> int:
    """Write it, and say what is in it."""
    command = [cyclonedx_py, "requirements", "--output-reproducible", "--of", "JSON", requirements]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - arguments are the Makefile's
    bill = json.loads(listed.stdout)
    programs = [_describe(found) for found in _SOURCE.finditer(Path(sums).read_text(encoding="utf-8"))]
    packages = len(bill["components"])
    bill["components"] += programs
    target = Path(output)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(bill, indent=2, ensure_ascii=False), encoding="utf-8")
    named = ", ".join(f"{program['name']} {program['version']}" for program in programs)
    sys.stdout.write(f"{output}: {packages} Python packages, {named or 'FFmpeg MISSING'}\n")
    return 0 if packages and programs else 1


def _describe(source: re.Match[str]) -> dict[str, Any]:
    name, version = source["name"], source["version"]
    return {
        "type": "application",
        "bom-ref": name,
        "name": name,
        "version": version,
        "description": "Static build of Debian's source package; see layers/ffmpeg/README.md",
        "purl": f"pkg:deb/debian/{name}@{_EPOCHS.get(name, '')}{version}?arch=source&distro=trixie",
        "hashes": [{"alg": "SHA-256", "content": source["sha256"]}],
        "licenses": [{"license": {"id": _LICENCES[name]}}],
    }


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
