"""Callback: what becomes of an outcome that the backend does not take as hoped."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from local.standins.faults import CutAfterAccept, CutConnection, Html200, Raw, Status
from tests.handler.endings import BACKED_OFF, DONE, LEFT_TO_THE_SWEEP, Ending, failed
from tests.handler.world import LAST_RECEIVE, World
from tests.media.damaged import garbage

if TYPE_CHECKING:
    from local.standins.faults import Fault
    from tests.conftest import LogLines

ALL_ATTEMPTS = 4
LEFT_TO_PEOPLE = Ending("at once", ())
TAKEN = [Raw(204, b""), Html200(), Raw(202, b"later")]
LASTING = [Status(503), CutConnection()]
REFUSALS = [Status(422), Status(409), Status(429, headers={"retry-after": "20"})]
"""Rejected, closed, and what is not waited for: `adapters/test_backend_failures` lists which status is which."""


@pytest.mark.parametrize("fault", LASTING, ids=repr)
def test_a_backend_that_does_not_accept_is_told_again_later(world: World, fault: Fault, log_lines: LogLines) -> None:
    world.services.backend.script = repeat(fault)

    assert world.deliver(world.upload()) == BACKED_OFF
    assert len(world.services.backend.calls) == ALL_ATTEMPTS
    assert (log_lines.lines[-1]["stage"], log_lines.lines[-1]["error_code"]) == ("JOB_RETRY", "CALLBACK_FAILED")


@pytest.mark.parametrize("fault", LASTING, ids=repr)
def test_a_backend_that_does_not_accept_to_the_last_never_hears_of_a_failure(world: World, fault: Fault) -> None:
    world.services.backend.script = repeat(fault)

    assert world.deliver(world.upload(), LAST_RECEIVE) == LEFT_TO_PEOPLE
    assert [call.body["status"] for call in world.services.backend.calls] == ["DONE"] * ALL_ATTEMPTS


@pytest.mark.parametrize("fault", REFUSALS, ids=repr)
def test_a_refusal_is_acknowledged_and_left_to_the_sweep(world: World, fault: Fault, log_lines: LogLines) -> None:
    world.services.backend.script = repeat(fault)

    assert world.deliver(world.upload()) == LEFT_TO_THE_SWEEP
    assert [call.body["status"] for call in world.services.backend.calls] == ["DONE"]
    assert log_lines.lines[-1]["stage"] == "JOB_UNTOLD"


def test_the_next_delivery_tells_the_same_bytes_and_runs_no_stage(world: World) -> None:
    message = world.upload()
    world.services.backend.script = [Status(503)] * ALL_ATTEMPTS
    world.deliver(message)

    assert world.deliver(message, receive=2) == DONE
    assert world.paid == (1, 1)
    assert len({call.webhook_id for call in world.services.backend.calls}) == 1
    assert len(set(world.services.backend.bytes)) == 1
    assert len(world.services.backend.bytes) == ALL_ATTEMPTS + 1


def test_a_failed_outcome_is_told_again_in_the_same_bytes(world: World) -> None:
    message = world.upload(garbage())
    world.services.backend.script = [Status(503)] * ALL_ATTEMPTS
    world.deliver(message)

    assert world.deliver(message, receive=2) == failed("FFMPEG_FAILED")
    assert len(set(world.services.backend.bytes)) == 1
    assert len({call.webhook_id for call in world.services.backend.calls}) == 1


def test_a_409_to_what_the_backend_has_heard_without_answering_is_an_acceptance(
    world: World, log_lines: LogLines
) -> None:
    message = world.upload()
    world.services.backend.script = [CutAfterAccept()] * ALL_ATTEMPTS + [Status(409)]
    world.deliver(message)

    assert world.deliver(message, receive=2).comes_back is None
    assert log_lines.lines[-1]["stage"] == "JOB_DONE"
    assert "CALLBACK_ABANDONED" not in {line["stage"] for line in log_lines.lines}


@pytest.mark.parametrize("fault", TAKEN, ids=repr)
def test_any_2xx_is_an_acceptance_whatever_its_body_says(world: World, fault: Fault) -> None:
    world.services.backend.script = [fault]

    assert world.deliver(world.upload()).comes_back is None
    assert len(world.services.backend.calls) == 1
