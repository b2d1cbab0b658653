"""The lid on a day, as a whole worker keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import s3_message
from tests.handler.ledger_states import NOW
from tests.handler.stage import MAX_RECEIVES, Stage
from worker.delivery.budget import name_day

if TYPE_CHECKING:
    from _pytest.logging import LogCaptureFixture

pytestmark = pytest.mark.usefixtures("stopped_clock")
DAY = name_day(NOW)


def test_a_job_costs_the_day_what_clova_and_claude_bill(stage: Stage) -> None:
    stage.budget = 1000

    stage.deliver(s3_message())

    tokens = (200 * 0.10 + 40 * 0.50) / 1e6 * 1400
    assert stage.ledger.cost_of(DAY) == pytest.approx(4 + tokens)


def test_without_a_lid_a_day_has_no_sum(stage: Stage) -> None:
    stage.deliver(s3_message())

    assert (stage.statuses, stage.ledger.cost_of(DAY)) == (["DONE"], 0)


def test_a_job_that_no_day_has_room_for_does_not_wait_for_ever(stage: Stage, caplog: LogCaptureFixture) -> None:
    stage.budget = 3.9

    assert stage.deliver(s3_message()) == ["m1"]
    [given_back] = [line for line in caplog.records if vars(line).get("stage") == "JOB_RETRY"]
    assert vars(given_back)["setting"] == "BUDGET_KRW_PER_DAY"
    stage.deliver(s3_message(), receive=MAX_RECEIVES - 1)
    stage.deliver(s3_message(), receive=MAX_RECEIVES)
    assert stage.recogniser.languages == []


def test_such_a_job_is_told_as_failed_on_its_last_attempt(stage: Stage) -> None:
    stage.budget = 3.9

    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    [body] = stage.backend.bodies
    assert (body["error_code"], stage.recogniser.languages) == ("UNKNOWN_ERROR", [])
    assert body["error_message"] == "BUDGET: a call for about 4 KRW is more than a whole day may cost."


def test_a_job_that_would_pass_the_lid_waits_for_the_next_day_and_goes_on_from_what_it_has_paid(stage: Stage) -> None:
    stage.budget = 8
    stage.deliver(s3_message())  # CLOVA is paid, Claude's estimate does not fit

    [entry] = stage.ledger.read("987654321")
    assert (entry.failures, entry.yields, stage.statuses, stage.model.asked) == (0, 0, [], [])
    stage.clock = lambda: NOW + 24 * 3600
    stage.deliver(s3_message())

    assert (stage.statuses, len(stage.recogniser.languages)) == (["DONE"], 1)


def test_a_job_that_waits_for_the_next_day_begins_no_stage_while_there_is_no_room(
    stage: Stage, caplog: LogCaptureFixture
) -> None:
    stage.budget = 8
    stage.deliver(s3_message())
    caplog.clear()
    stage.clock = lambda: NOW + 900
    stage.deliver(s3_message())

    stages = [vars(line).get("stage") for line in caplog.records]
    assert stages == ["BUDGET_SPENT", "JOB_WAITING"]


def test_a_lid_that_was_lowered_below_one_call_is_named(stage: Stage) -> None:
    stage.budget = 8
    stage.deliver(s3_message())
    stage.budget = 5
    stage.deliver(s3_message(), receive=MAX_RECEIVES - 1)
    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    [entry] = stage.ledger.read("987654321")
    assert entry.failures > 0
