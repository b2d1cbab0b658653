"""The handler on each file of a folder, in the order of their names. Run under strace by `test_payloads`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.hostile.corpus import Specimen
from tests.hostile.examination import examine
from worker.jobs.workspace import scratch_folder


def main(folder: str) -> int:
    """Run as a program; ends with 1 when something was wrong with how one went."""
    os.environ["TMPDIR"] = tempfile.mkdtemp()
    files = sorted(Path(folder).iterdir())
    verdicts = [examine(Specimen(file.name, None, file.read_bytes()), scratch_folder()) for file in files]
    for verdict in verdicts:
        sys.stdout.write(f"{verdict.outcome:15} {verdict.name} {verdict.message} {verdict.faults or ''}\n")
    return int(any(verdict.faults for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
