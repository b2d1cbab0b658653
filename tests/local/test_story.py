from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from local.operating.story import describe, tell_story
from tests.builders import an_entry, an_outcome
from worker.delivery.ledger.outcome import Abandoned
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
        (an_entry().claimed(NOW - 10, 180).attempt_failed(NOW), "waits for another attempt", "JOB_RETRY"),
        (
            ended(replace(DONE, accepted_at=None, resend_at=NOW)),
            "DONE, which",
            "in the same bytes, from 2025-11-24T16:00:00Z on",
        ),
        (replace(an_entry(), abandoned=Abandoned.SUPERSEDED), "a newer upload has taken its place", "nothing"),
        (replace(ended(DONE), abandoned=Abandoned.CLOSED), "said 409 or 410", "hears no more"),
        (replace(ended(DONE), abandoned=Abandoned.UNHEARD), "told for three days, and never accepted", "mend"),
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


def test_a_story_tells_attempts_deaths_reason_and_callback() -> None:
    dead = an_entry().claimed(NOW, 180).stage_began("STT", NOW, 180).claimed(NOW + 200, 180)
    story = dict(tell_story(replace(dead, outcome=KNOWN, supersedes="msg_0"), NOW))

    assert story["claims"] == "2"
    assert story["workers that died"] == "1, 1 in STT"
    assert story["reason"] == "STT_TIMEOUT, stt_no_answer: STT: no answer."
    assert story["callback"] == "told 1 times, accepted 2025-11-24T16:00:00Z"
    assert story["supersedes"] == "msg_0"
