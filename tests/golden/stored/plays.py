"""What is played, and the file that says what it leaves in the stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.golden.stored.files import show_stores, show_table
from tests.golden.stored.half_others import HALF_OTHERS
from tests.golden.stored.half_summaries import HALF_SUMMARIES
from tests.golden.stored.handover import Handover
from tests.golden.stored.ledger_ends import ENDS
from tests.golden.stored.ledger_older import OLDER
from tests.golden.stored.ledger_states import STATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.golden.stored.stores import Stores

LEDGER = STATES | ENDS | OLDER
HALF = HALF_SUMMARIES | HALF_OTHERS


def play_ledger(name: str) -> str:
    """The text of `ledger/{name}.json` as present workers leave it."""
    return show_table(_play(LEDGER[name]).table)


def play_half(name: str) -> str:
    """The text of `half/{name}.json` as present workers leave it."""
    return show_stores(_play(HALF[name]), "work/", "projects/")


def _play(happen: Callable[[Handover], None]) -> Stores:
    handover = Handover()
    happen(handover)
    return handover.left
