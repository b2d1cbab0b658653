"""Workers whose clock is not the queue's: what was sent after an end is told by the queue's clock alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import s3_message
from tests.handler.ledger_states import NOW, outcome_of, pass_time
from tests.handler.stage import MAX_RECEIVES, SILENCE
from tests.tasks.segment_mix.orders import TWO, stage_with_tracks
from worker.jobs.errors import CALLBACK_UNREACHABLE, STT_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from tests.handler.stage import Stage

AHEAD, BEHIND = 300.0, -300.0


def set_clocks(stage: Stage, ours: float, queues: float = NOW) -> None:
    """The queue's clock stands at `NOW`, and that of the worker so many seconds from there."""
    stage.clock, stage.queue.now = lambda: NOW + ours, queues


def fail_for_now(stage: Stage) -> None:
    """Let the job fail on its last receive, of what has passed afterwards."""
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")
    stage.deliver(s3_message(), receive=MAX_RECEIVES, sent_at=NOW - 900)
    stage.recogniser.error = None


@pytest.mark.parametrize("ours", [AHEAD, 0.0, BEHIND])
@pytest.mark.parametrize(("sent_at", "statuses"), [(NOW - 20, ["FAILED"]), (NOW + 20, ["FAILED", "DONE"])])
def test_a_redrive_is_told_from_a_late_duplicate_however_wrong_the_clock_of_the_worker_is(
    stage: Stage, ours: float, sent_at: float, statuses: list[str]
) -> None:
    set_clocks(stage, ours)
    fail_for_now(stage)

    stage.deliver(s3_message(), sent_at=sent_at)

    assert stage.statuses == statuses


@pytest.mark.parametrize("ours", [AHEAD, 0.0, BEHIND])
@pytest.mark.parametrize(("sent_at", "orders"), [(NOW - 20, 1), (NOW + 20, 2)])
def test_an_order_that_failed_for_good_is_given_anew_only_by_what_was_sent_since(
    ours: float, sent_at: float, orders: int
) -> None:
    stage = stage_with_tracks()
    set_clocks(stage, ours)
    files, stage.tracks.files = stage.tracks.files, {}
    stage.deliver(TWO, sent_at=NOW - 900)
    stage.tracks.files = files

    stage.deliver(TWO, sent_at=sent_at)

    ends = [status for status in stage.statuses if status != "segment_mix_started"]
    assert ends == ["failed", "segment_mix_completed"][:orders]


def test_who_only_tells_an_end_again_does_not_change_when_it_was_decided(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")]
    set_clocks(stage, BEHIND)
    fail_for_now(stage)
    decided = outcome_of(stage)
    set_clocks(stage, AHEAD, NOW + 60)

    stage.deliver(s3_message(), receive=2, sent_at=NOW - 900)

    assert stage.statuses == ["FAILED"]
    assert decided.queue_time == outcome_of(stage).queue_time == pytest.approx(NOW, abs=1)


def test_the_sweep_decides_by_the_queues_clock_as_the_last_worker_knew_it(stage: Stage) -> None:
    set_clocks(stage, AHEAD)
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")
    stage.deliver(s3_message(), sent_at=NOW - 900)
    pass_time(stage, SILENCE)

    stage.sweep()

    assert stage.statuses == ["FAILED"]
    assert outcome_of(stage).queue_time == NOW + SILENCE
