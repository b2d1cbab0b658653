"""Send many bad files through the handler. Ends with 1 when something was wrong with one of them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.hostile.corpus import gather
from tests.hostile.running import run


def main() -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(description="Bad media through the handler.")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--report", type=Path, default=Path("build/hostile.json"))
    options = parser.parse_args()
    report = run(gather(options.files))
    report.write(options.report)
    sys.stdout.write(f"{report}\nreport: {options.report}\n")
    return 1 if report.faulty else 0


if __name__ == "__main__":
    sys.exit(main())
