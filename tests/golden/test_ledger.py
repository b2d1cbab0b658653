"""What stands in the ledger's table, for every state of a job: workers of two releases write and read it side by side.

A file holds all items of the table, every field of an entry on a line of its own. A field that is renamed, left out or
put elsewhere is one that workers of the release before do not find.
"""

from __future__ import annotations

import pytest

from tests.golden.stored.files import FOLDER
from tests.golden.stored.plays import LEDGER, play_ledger


@pytest.mark.parametrize("name", LEDGER)
def test_a_state_stands_in_the_table_as_it_always_did(name: str) -> None:
    assert play_ledger(name) == (FOLDER / "ledger" / f"{name}.json").read_text(encoding="utf-8")


def test_every_file_is_of_a_state() -> None:
    assert {path.stem for path in (FOLDER / "ledger").glob("*.json")} == set(LEDGER)
