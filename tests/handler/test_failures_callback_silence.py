"""Callback: what becomes of an outcome that the backend gives no answer to."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from local.ports import reserved_port
from local.standins.faults import CutAfterAccept, Drip, DripHeaders, NoAnswer, Ok
from tests.handler.endings import BACKED_OFF, DONE
from tests.handler.impatience import hurry_backend

if TYPE_CHECKING:
    from local.standins.faults import Fault
    from tests.handler.world import World


def test_an_acceptance_that_was_lost_on_its_way_is_asked_for_again_under_the_same_id(world: World) -> None:
    world.services.backend.script = [CutAfterAccept(), Ok()]

    assert world.deliver(world.upload()).comes_back is None
    first, second = world.services.backend.accepted
    assert (first.webhook_id, first.body) == (second.webhook_id, second.body)
    assert world.paid == (1, 1)


@pytest.mark.parametrize("fault", [NoAnswer(), DripHeaders()], ids=repr)
def test_an_answer_without_an_end_is_none(world: World, fault: Fault) -> None:
    hurry_backend(world)
    world.services.backend.script = repeat(fault)

    assert world.deliver(world.upload()).comes_back == "after a backoff"
    assert len(world.services.backend.calls) == 2


def test_a_dripping_body_does_not_hold_up_an_acceptance(world: World) -> None:
    hurry_backend(world)
    world.services.backend.script = [Drip()]

    assert world.deliver(world.upload()) == DONE


def test_a_refused_connection_is_tried_again_later(world: World) -> None:
    with reserved_port("127.0.0.1") as port:
        world.settings["BACKEND_BASE_URL"] = f"http://127.0.0.1:{port}"
        assert world.deliver(world.upload()) == BACKED_OFF
