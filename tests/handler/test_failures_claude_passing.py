"""Claude: what passes is waited out, and a reply without an end is none."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from local.standins.faults import CutConnection, CutJson, Drip, DripHeaders, NoAnswer, Ok, Status
from tests.handler.endings import BACKED_OFF, DONE
from tests.handler.impatience import hurry_claude

if TYPE_CHECKING:
    from local.standins.faults import Fault
    from tests.conftest import LogLines
    from tests.handler.world import World

SILENT = "LLM_TIMEOUT"
PASSING = [Status(529), CutConnection(), CutJson()]
ENDLESS = [NoAnswer(), Drip(), DripHeaders()]


@pytest.mark.parametrize("fault", PASSING, ids=repr)
def test_what_passes_is_asked_again(world: World, fault: Fault) -> None:
    world.services.claude.script = [fault, Ok()]

    assert world.deliver(world.upload()) == DONE
    assert world.paid == (1, 2)


@pytest.mark.parametrize("fault", ENDLESS, ids=repr)
def test_a_reply_without_an_end_is_none_and_asked_for_once_more(
    world: World, fault: Fault, log_lines: LogLines
) -> None:
    hurry_claude(world)
    world.services.claude.script = repeat(fault)

    assert world.deliver(world.upload()) == BACKED_OFF
    assert log_lines.lines[-1]["error_code"] == SILENT
    assert world.paid == (1, 2)
