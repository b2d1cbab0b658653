"""Callback: redirects, tokens and signatures."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from local.standins.faults import Redirect
from tests.handler.endings import DONE, LEFT_TO_THE_SWEEP, SLOWED_DOWN
from tests.handler.services import Backend

if TYPE_CHECKING:
    from tests.conftest import LogLines
    from tests.handler.world import World


def test_a_redirect_is_not_followed_and_the_token_stays_at_home(world: World, log_lines: LogLines) -> None:
    with Backend() as other:
        world.services.backend.script = repeat(Redirect(302, f"{other.url}/internal/jobs/1/complete"))

        assert world.deliver(world.upload()) == SLOWED_DOWN
        assert (other.bytes, other.refusals) == ([], [])
    assert log_lines.lines[-1]["setting"] == "BACKEND_BASE_URL"
    assert len(world.services.backend.calls) == 1


def test_a_wrong_token_is_refused_by_the_backend_and_named(world: World, log_lines: LogLines) -> None:
    world.settings["BACKEND_INTERNAL_TOKEN"] = "another-token"

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "BACKEND_INTERNAL_TOKEN"
    assert "another-token" not in log_lines.text
    assert len(world.services.backend.refusals) == 1


def test_callbacks_are_signed_with_the_secret(world: World) -> None:
    assert world.deliver(world.upload()) == DONE
    assert world.services.backend.calls[0].headers["webhook-signature"].startswith("v1,")
    assert world.services.backend.refusals == []


@pytest.mark.parametrize(
    "secret", ["", "whsec_YW5vdGhlciBzZWNyZXQgdGhhdCBmaXRzIG5vIG9uZQ=="], ids=["unsigned", "another secret"]
)
def test_a_signature_that_the_backend_does_not_take_is_no_acceptance(world: World, secret: str) -> None:
    world.settings["WEBHOOK_SECRET"] = secret

    assert world.deliver(world.upload()) == LEFT_TO_THE_SWEEP
    assert world.services.backend.refusals == ["400: webhook-signature does not fit"]


def test_a_secret_that_is_none_is_the_deployments_fault(world: World, log_lines: LogLines) -> None:
    world.settings["WEBHOOK_SECRET"] = "whsec_***"

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "WEBHOOK_SECRET"
