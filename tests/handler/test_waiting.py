"""A job that waits for something that outlasts an invocation: it loses no attempt, no receive, and is counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import Context, an_entry, s3_message, s3_record, sqs_batch, sqs_record
from tests.handler.ledger_states import NOW, entry_of, pass_time, replace_upload
from tests.handler.stage import MAX_RECEIVES, SILENCE
from tests.handler.test_metrics import metrics
from tests.handler.waits import DELAY, WaitingStage
from worker.delivery.attempt import SENDING_SECONDS
from worker.delivery.backoff import LONGEST_SECONDS
from worker.delivery.delivery import Requeued, Retry, Wait, combine
from worker.delivery.ledger.entry import MOST_MARKS
from worker.delivery.ledger.waiting import Waiting
from worker.jobs.errors import STT_UNAVAILABLE, JobError
from worker.tasks.summary.wiring import NEEDED_SECONDS

if TYPE_CHECKING:
    from tests.conftest import LogLines

LOOKS = 50


@pytest.fixture
def stage() -> WaitingStage:
    return WaitingStage(clock=lambda: NOW)


def look(stage: WaitingStage, times: int = 1) -> None:
    """Let the job wait so often; each time its message is sent again, and comes when its delay is over."""
    for _ in range(times):
        assert stage.deliver(s3_message()) == []
        pass_time(stage, stage.queue.sent[-1][1])


def test_a_job_that_looks_fifty_times_is_done_without_an_attempt_or_a_receive_lost(
    stage: WaitingStage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.early = LOOKS

    look(stage, LOOKS)
    assert stage.deliver(s3_message()) == []

    assert [seconds for _, seconds in stage.queue.sent] == [DELAY] * LOOKS
    assert stage.statuses == ["DONE"]
    assert (entry_of(stage).attempts, entry_of(stage).yields) == (0, 0)
    counted = metrics(capsys)
    assert counted["JobStarted"] == counted["JobAttempt"] == counted["JobDone"] == [1]
    assert "DeadLettered" not in counted


def test_each_look_says_what_the_job_waits_for_and_since_when(stage: WaitingStage, log_lines: LogLines) -> None:
    stage.early, stage.since = 2, NOW - 60

    look(stage, 2)

    told = [
        (line["stage"], line.get("waits_for"), line.get("waited_seconds"), line.get("delay_seconds"))
        for line in log_lines.lines
    ]
    waited = [("JOB_WAITING", "stt", 60, DELAY), ("JOB_WAITING", "stt", 60 + DELAY, DELAY)]
    assert told == [("JOB_START", None, None, None), *waited]


def test_a_waiting_job_is_released_and_the_ledger_remembers_its_wait(stage: WaitingStage) -> None:
    stage.early = 2

    look(stage, 2)

    entry = entry_of(stage)
    assert entry.waiting is not None
    assert (entry.lease_until, entry.failures, entry.outcome) == (0, 0, None)
    assert (entry.waiting.reason, entry.waiting.since, entry.waiting.until) == ("stt", NOW, NOW + 2 * DELAY)


def test_a_wait_for_something_else_begins_anew(stage: WaitingStage) -> None:
    stage.early = 2
    look(stage)
    stage.reason = "budget"

    look(stage)

    entry = entry_of(stage)
    assert entry.waiting is not None
    assert (entry.waiting.reason, entry.waiting.since) == ("budget", NOW + DELAY)


def test_a_wait_longer_than_a_message_can_be_delayed_looks_again_earlier(stage: WaitingStage) -> None:
    stage.early, stage.delay = 1, 36_000.0

    stage.deliver(s3_message())

    assert [seconds for _, seconds in stage.queue.sent] == [LONGEST_SECONDS]


def test_a_message_that_cannot_be_sent_again_is_hidden_and_costs_a_receive(stage: WaitingStage) -> None:
    stage.early, stage.queue.sends = 1, False

    assert stage.deliver(s3_message()) == ["m1"]

    assert stage.queue.hidden == [("receipt-m1", DELAY)]
    assert entry_of(stage).on_hold


def test_a_message_with_two_jobs_is_sent_again_if_one_of_them_waits_for_long(stage: WaitingStage) -> None:
    stage.early = 1

    assert stage.deliver(s3_message(s3_record("videos/1/a.mp4"), s3_record("videos/1/b.mp4"))) == []

    assert (len(stage.queue.sent), stage.statuses) == (1, ["DONE"])


def test_an_upload_that_was_replaced_while_it_waited_is_acknowledged_silently(stage: WaitingStage) -> None:
    stage.early = 2
    look(stage)
    replace_upload(stage)

    assert stage.deliver(s3_message()) == []

    assert (stage.early, stage.backend.told, len(stage.queue.sent)) == (1, [], 1)


def test_a_look_that_fails_is_a_failed_attempt_like_any_other(stage: WaitingStage) -> None:
    stage.early = 1
    look(stage)
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")

    assert stage.deliver(s3_message()) == ["m1"]

    assert (entry_of(stage).failures, entry_of(stage).on_hold) == (1, False)


def test_the_time_of_a_job_that_waited_counts_from_before_its_first_wait(
    stage: WaitingStage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.early = 4
    look(stage, 4)

    stage.deliver(s3_message())

    [duration] = metrics(capsys)["JobDuration"]
    [body] = stage.backend.bodies
    meta = body["meta"]
    assert isinstance(meta, dict)
    assert 4 * DELAY * 1000 <= meta["duration_ms"] <= duration < 5 * DELAY * 1000


def test_a_job_begun_again_after_its_end_is_counted_again_and_from_its_new_beginning(
    stage: WaitingStage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.early, stage.recogniser.error = 1, JobError(STT_UNAVAILABLE, "STT", "503.")
    look(stage)
    stage.deliver(s3_message(), receive=MAX_RECEIVES)
    while entry_of(stage).outcome is None:
        stage.deliver(s3_message(), receive=MAX_RECEIVES)
    pass_time(stage, 100_000)
    stage.recogniser.error = None

    stage.deliver(s3_message(), sent_at=stage.clock() - 1)

    counted = metrics(capsys)
    assert stage.statuses == ["FAILED", "DONE"]
    assert (counted["JobStarted"], counted["JobDone"]) == ([1, 1], [1])
    assert counted["JobDuration"][-1] < 100_000


def test_a_bare_event_waits_in_place_and_is_done(stage: WaitingStage) -> None:
    stage.early = 3

    assert stage.invoke(s3_message()) == {"acknowledged": True}

    assert (stage.slept, stage.statuses) == ([DELAY] * 3, ["DONE"])


def test_a_bare_event_that_cannot_wait_for_another_look_has_failed(stage: WaitingStage) -> None:
    stage.early = 1
    needed = NEEDED_SECONDS + SENDING_SECONDS + 3 + DELAY

    stage.invoke(s3_message(), Context(remaining=(needed - 1,)))

    assert (stage.slept, [body["error_code"] for body in stage.backend.bodies]) == ([], ["STT_TIMEOUT"])


def test_without_a_queue_a_message_waits_in_place(stage: WaitingStage) -> None:
    stage.early, stage.queued = 3, False

    assert stage.deliver(s3_message()) == []

    assert (stage.slept, stage.statuses) == ([DELAY] * 3, ["DONE"])


def test_without_a_queue_a_wait_that_is_too_long_is_reported_and_the_next_invocation_goes_on(
    stage: WaitingStage,
) -> None:
    stage.early, stage.queued, stage.delay = 1, False, 1000.0

    assert stage.deliver(s3_message()) == ["m1"]
    assert (stage.backend.told, entry_of(stage).attempts, entry_of(stage).on_hold) == ([], 0, True)

    assert stage.deliver(s3_message()) == []
    assert stage.statuses == ["DONE"]


def test_a_batch_of_waiting_jobs_reports_none(stage: WaitingStage) -> None:
    stage.early = 2
    records = [sqs_record(s3_message(s3_record(f"videos/1/{n}.mp4")), message_id=f"m{n}") for n in range(2)]

    assert stage.invoke(sqs_batch(*records)) == {"batchItemFailures": []}

    assert len(stage.queue.sent) == 2


def test_the_longest_wait_for_another_look_is_far_shorter_than_the_silence_of_a_dead_job() -> None:
    assert LONGEST_SECONDS < SILENCE / 3


def test_the_sweep_between_two_looks_does_nothing_and_counts_the_oldest_wait(
    stage: WaitingStage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.early, stage.since = 3, NOW - 3600
    stage.deliver(s3_message())
    stage.since = NOW - 60
    stage.deliver(s3_message(s3_record("videos/123/other.mp4")))
    before = entry_of(stage)

    assert stage.sweep() == 0

    assert (entry_of(stage), stage.backend.told) == (before, [])
    assert metrics(capsys)["SttWaitingSeconds"] == [3600]


def test_a_wait_for_something_else_is_no_wait_for_a_recognition(
    stage: WaitingStage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.early, stage.reason = 1, "budget"
    stage.deliver(s3_message())

    stage.sweep()

    assert "SttWaitingSeconds" not in metrics(capsys)


def test_a_waiting_job_is_dead_only_after_a_silence_that_began_with_its_next_look(stage: WaitingStage) -> None:
    stage.early, stage.delay = 1, float(LONGEST_SECONDS)
    stage.deliver(s3_message())

    pass_time(stage, LONGEST_SECONDS + SILENCE - 1)
    assert (stage.sweep(), stage.backend.told) == (0, [])

    pass_time(stage, 2)
    assert stage.sweep() == 1
    assert [body["error_code"] for body in stage.backend.bodies] == ["UNKNOWN_ERROR"]
    assert entry_of(stage).waiting is None


def test_a_job_sent_again_hundreds_of_times_remembers_its_latest_sendings_only() -> None:
    entry = an_entry()
    for number in range(300):
        sent_again = entry.met(Requeued(str(number), NOW + number))
        entry = sent_again.waits(Waiting("stt", NOW, NOW + number), NOW, NOW + number)

    assert list(entry.resent) == [str(number) for number in range(299, 299 - MOST_MARKS, -1)]


def test_a_job_that_waits_has_its_message_sent_again_also_where_another_job_of_it_waits_longer() -> None:
    held, early = Wait(120, "held"), Wait(15, "waits for stt", afresh=True)

    assert combine([Retry(300, "stt_unavailable"), early, held]) == Wait(120, "held", afresh=True)
