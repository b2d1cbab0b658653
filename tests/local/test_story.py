from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from local.operating.attempt_log import Attempt
from local.operating.story import describe, tell_story
from tests.builders import an_entry, an_outcome
from worker.delivery.ledger.outcome import Abandoned
from worker.delivery.ledger.waiting import Waiting
from worker.jobs.ending import FailureReport, Status
from worker.jobs.errors import NO_AUDIO, Handling, JobError

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry
    from worker.delivery.ledger.outcome import Outcome

NOW = 1_764_000_000.0
KNOWN = replace(an_outcome(), send_count=1, accepted_at=NOW)
DONE = replace(KNOWN, status=Status.DONE, failure=None)
UNTOLD = replace(DONE, accepted_at=None, resend_at=NOW)
FOR_GOOD = FailureReport.of(JobError(NO_AUDIO, "FFMPEG", "no audio track."))
OURS = replace(FOR_GOOD, handling=Handling.CONFIGURATION)


def ended(outcome: Outcome) -> Entry:
    return replace(an_entry(), outcome=outcome)


@pytest.mark.parametrize(
    ("entry", "state", "step"),
    [
        (an_entry().claimed(NOW - 10, 180), "a worker holds it until 2025-11-24T16:02:50Z", "wait"),
        (an_entry().claimed(NOW - 999, 180).stage_began("STT", NOW - 900, 180), "its worker died in STT", "comes back"),
        (
            an_entry().claimed(NOW - 10, 180).attempt_failed(NOW),
            "waits for another attempt",
            "at the latest at 2025-11-24T16:15:00Z; else the sweep ends it as FAILED at 2025-11-24T17:30:00Z",
        ),
        (
            an_entry().claimed(NOW - 10, 180).waits(Waiting("stt", NOW - 600, NOW + 60), NOW - 10, NOW),
            "it waits for stt since 2025-11-24T15:50:00Z",
            "looks again at 2025-11-24T16:01:00Z, no attempt is used; else the sweep ends it as FAILED at 2025",
        ),
        (
            ended(replace(DONE, accepted_at=None, resend_at=NOW)),
            "DONE, which",
            "in the same bytes, from 2025-11-24T16:00:00Z on",
        ),
        (an_entry().claimed(NOW, 180).cancelled(NOW), "cancelled, and not ended yet", "its worker ends it"),
        (replace(an_entry(), abandoned=Abandoned.SUPERSEDED), "a newer upload has taken its place", "nothing"),
        (replace(ended(DONE), abandoned=Abandoned.CLOSED), "said 409 or 410", "hears no more"),
        (replace(ended(DONE), abandoned=Abandoned.UNHEARD), "the three days of resending are over", "make resend"),
        (ended(DONE), "DONE, and the backend knows", "nothing"),
        (ended(replace(KNOWN, failure=FOR_GOOD)), "FAILED for good", "another video"),
        (ended(KNOWN), "FAILED, and the backend knows", "reset the job in the backend, then redrive"),
        (ended(replace(KNOWN, failure=OURS, setting="CLAUDE_MODEL")), "FAILED", "look at the setting CLAUDE_MODEL"),
    ],
)
def test_every_state_of_a_job_is_said_with_what_comes_next(entry: Entry, state: str, step: str) -> None:
    told_state, told_step = describe(entry, NOW)

    assert state in told_state
    assert step in told_step


def test_the_time_of_the_next_attempt_is_the_one_that_the_log_announces() -> None:
    _, step = describe(an_entry().claimed(NOW - 10, 180).attempt_failed(NOW), NOW, next_at=NOW + 37)

    assert "its message comes back at 2025-11-24T16:00:37Z" in step


def test_a_story_tells_attempts_deaths_reason_and_callback() -> None:
    dead = an_entry().claimed(NOW, 180).stage_began("STT", NOW, 180).claimed(NOW + 200, 180)
    story = dict(tell_story(replace(dead.cancelled(NOW), outcome=KNOWN, supersedes="msg_0"), NOW, 5, None))

    assert story["attempt"] == "2 of 5; 0 failed, claimed 2 times"
    assert story["cancelled"] == "2025-11-24T16:00:00Z"
    assert story["workers that died"] == "1, 1 in STT"
    assert story["reason"] == "STT_TIMEOUT, stt_no_answer: STT: no answer."
    assert story["callback"] == "sent 1 times, accepted 2025-11-24T16:00:00Z"
    assert story["supersedes"] == "msg_0"


def test_a_story_tells_the_seconds_of_each_stage_and_the_one_that_failed() -> None:
    attempt = Attempt({"FFMPEG": 2.0, "STT": 5.04}, "STT", "STT_TIMEOUT, stt_no_answer")
    story = dict(tell_story(an_entry().claimed(NOW, 180).attempt_failed(NOW), NOW, 5, attempt))

    assert story["its stages took"] == "FFMPEG 2.0 s, STT 5.0 s (some at the same time)"
    assert story["it failed in"] == "STT: STT_TIMEOUT, stt_no_answer"
    assert story["attempt"] == "1 of 5; 1 failed, claimed 1 times"
