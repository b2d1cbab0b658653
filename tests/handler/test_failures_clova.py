"""CLOVA: what becomes of a job when the recogniser does not answer as hoped.

One answer of each kind: `adapters/test_clova_refusals` and `adapters/test_clova_failures` list what is of which.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from local.standins.faults import CutAfterAccept, CutConnection, Html200, Ok, Redirect, Status
from tests.handler.endings import BACKED_OFF, DONE, SLOWED_DOWN, dead_lettered, failed
from tests.handler.world import LAST_RECEIVE, World

if TYPE_CHECKING:
    from local.standins.faults import Fault
    from tests.conftest import LogLines

BAD, SILENT = "STT_BAD_RESPONSE", "STT_TIMEOUT"
ALL_ATTEMPTS = 4
PASSING = [Status(429, "410"), CutConnection(), Html200()]
LASTING = [(Status(500, "STT999"), BAD), (Html200(), BAD), (CutAfterAccept(), SILENT)]
MISCONFIGURED = [(Status(429, "400"), "CLOVA_API_KEY"), (Redirect(302, "http://127.0.0.1:9/"), "CLOVA_STT_URL")]


def test_what_clova_will_never_take_is_told_at_once_and_asked_once(world: World) -> None:
    world.services.clova.script = repeat(Status(413, "STT001"))

    assert world.deliver(world.upload()) == failed(BAD)
    assert world.paid == (1, 0)


@pytest.mark.parametrize(("fault", "setting"), MISCONFIGURED, ids=repr)
def test_what_the_deployment_did_wrong_is_named_and_tried_slowly(
    world: World, fault: Fault, setting: str, log_lines: LogLines
) -> None:
    world.services.clova.script = repeat(fault)

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == setting
    assert world.paid == (1, 0)


def test_what_the_deployment_did_wrong_is_told_on_the_last_receive(world: World) -> None:
    world.services.clova.script = repeat(Status(401))

    assert world.deliver(world.upload(), LAST_RECEIVE) == dead_lettered(BAD)


def test_a_wrong_key_is_refused_by_clova_and_named(world: World, log_lines: LogLines) -> None:
    world.settings["CLOVA_API_KEY"] = "another-key"

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "CLOVA_API_KEY"
    assert "another-key" not in log_lines.text


@pytest.mark.parametrize("fault", PASSING, ids=repr)
def test_what_passes_is_waited_out(world: World, fault: Fault) -> None:
    world.services.clova.script = [fault, Ok()]

    assert world.deliver(world.upload()) == DONE
    assert world.paid == (2, 1)


@pytest.mark.parametrize(("fault", "code"), LASTING, ids=repr)
def test_what_lasts_is_tried_again_later(world: World, fault: Fault, code: str, log_lines: LogLines) -> None:
    world.services.clova.script = repeat(fault)

    assert world.deliver(world.upload()) == BACKED_OFF
    assert log_lines.lines[-1]["error_code"] == code
    assert world.paid == (ALL_ATTEMPTS, 0)


@pytest.mark.parametrize(("fault", "code"), LASTING, ids=repr)
def test_what_lasts_to_the_last_receive_is_told(world: World, fault: Fault, code: str) -> None:
    world.services.clova.script = repeat(fault)

    assert world.deliver(world.upload(), LAST_RECEIVE) == dead_lettered(code)
