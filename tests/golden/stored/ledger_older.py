"""Jobs that the first release has left, gone on with by workers of this one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.golden.stored.files import read_stores
from tests.golden.stored.handover import send

if TYPE_CHECKING:
    from tests.golden.stored.handover import Handover


def go_on(handover: Handover, left: str) -> None:
    handover.stores = read_stores(f"ledger/older/{left}")
    send(handover.stage(), receive=2)


OLDER = {f"older_{left}": partial(go_on, left=left) for left in ("not_accepted", "waiting")}
