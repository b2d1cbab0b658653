"""A job whose time ran out goes on in another invocation, as long as that brings it further."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import s3_message
from tests.handler.ledger_states import entry_of
from tests.handler.stage import MAX_RECEIVES
from worker.jobs.errors import FFMPEG_KILLED, FFMPEG_OUT_OF_TIME, LLM_OUT_OF_TIME, OUT_OF_TIME, Condition, JobError

if TYPE_CHECKING:
    from tests.handler.stage import Stage

MOST_YIELDS = 5
OUT = sorted(OUT_OF_TIME, key=lambda one: one.reason)


def run_out_of_time(stage: Stage, times: int = 1) -> list[list[str]]:
    """Deliver the job to invocations whose time runs out in FFmpeg."""
    stage.extractor.error = JobError(FFMPEG_OUT_OF_TIME, "FFMPEG", "out of time.")
    return [stage.deliver(s3_message()) for _ in range(times)]


@pytest.mark.parametrize("condition", OUT, ids=[one.reason for one in OUT])
def test_a_job_whose_time_ran_out_waits_a_moment_and_loses_no_attempt(stage: Stage, condition: Condition) -> None:
    stage.extractor.error = JobError(condition, "out of time.")

    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.queue.hidden == [("receipt-m1", 5)]
    entry = entry_of(stage)
    assert (entry.attempts, entry.lease_until, entry.outcome) == (0, 0, None)


def test_on_the_last_receive_it_goes_on_in_a_new_message(stage: Stage) -> None:
    stage.extractor.error = JobError(FFMPEG_OUT_OF_TIME, "FFMPEG", "out of time.")

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == []
    assert [seconds for _, seconds in stage.queue.sent] == [5]
    assert stage.backend.told == []


def test_a_job_that_gets_no_further_in_five_more_invocations_fails_of_it(stage: Stage) -> None:
    run_out_of_time(stage, MOST_YIELDS)
    assert stage.backend.told == []

    run_out_of_time(stage)

    assert [body["error_code"] for body in stage.backend.bodies] == ["FFMPEG_FAILED"]


def test_it_fails_so_that_it_can_be_redriven(stage: Stage) -> None:
    assert run_out_of_time(stage, MOST_YIELDS + 1)[-1] == ["m1"]
    assert stage.queue.hidden[-1] == ("receipt-m1", 0)


def test_a_job_that_gets_further_each_time_may_take_more_invocations(stage: Stage) -> None:
    run_out_of_time(stage, MOST_YIELDS)
    stage.extractor.error = None
    stage.model.error = JobError(LLM_OUT_OF_TIME, "LLM", "out of time.")

    stage.deliver(s3_message())

    assert (entry_of(stage).yields, stage.backend.told) == (1, [])


def test_a_redrive_gives_it_its_time_again(stage: Stage) -> None:
    run_out_of_time(stage, MOST_YIELDS + 1)
    outcome = entry_of(stage).outcome
    assert outcome is not None

    stage.deliver(s3_message(), sent_at=outcome.decided_at + 1)

    assert (entry_of(stage).yields, len(stage.backend.told)) == (1, 1)


def test_a_bare_event_whose_time_ran_out_fails(stage: Stage) -> None:
    stage.extractor.error = JobError(FFMPEG_OUT_OF_TIME, "FFMPEG", "out of time.")

    stage.invoke(s3_message())

    assert stage.statuses == ["FAILED"]


def test_receives_that_only_waited_do_not_lengthen_the_wait_after_a_failure(stage: Stage) -> None:
    run_out_of_time(stage, 3)
    stage.extractor.error = JobError(FFMPEG_KILLED, "FFMPEG", "killed.")
    stage.queue.hidden.clear()

    stage.deliver(s3_message(), receive=MAX_RECEIVES - 1)

    [(_, delay)] = stage.queue.hidden
    assert 30 <= delay <= 38
