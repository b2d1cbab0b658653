"""`python -m tests.golden.stored.rewrite`: write what present workers leave over the files.

For a change of what is stored that is meant. The difference shows what workers of the release before will have to read
while both are at work; what they have stored stands in the files from before, which still have to be read.
"""

from __future__ import annotations

import os
import tempfile

from tests.golden.stored.files import FOLDER
from tests.golden.stored.plays import HALF, LEDGER, play_half, play_ledger


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = folder
        for name in LEDGER:
            (FOLDER / "ledger" / f"{name}.json").write_text(play_ledger(name), encoding="utf-8")
        for name in HALF:
            (FOLDER / "half" / f"{name}.json").write_text(play_half(name), encoding="utf-8")


if __name__ == "__main__":
    main()
