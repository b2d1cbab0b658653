"""Ask for a submitted recording's transcript, here or in a later delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import STT_NO_ANSWER, STT_OUT_OF_TIME, STT_OVERDUE, STT_UNAVAILABLE, JobError
from worker.jobs.not_ready import NotReady
from worker.speech.long_form import recognition_log
from worker.speech.long_form.waits import LINGER_SECONDS, next_delay

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.speech.long_form.long_form import LongForm
    from worker.speech.long_form.submission import Submission

REASON = "stt"
"""What a job waits for, as the engine names it."""

LOOK_SECONDS = 20.0
"""What one question may take; a pause that leaves less is not made."""

_PASSING = frozenset({STT_NO_ANSWER, STT_OUT_OF_TIME, STT_UNAVAILABLE})
"""A question failed, not the recording, which is paid for: it is asked again later, and only the bound ends that."""


def await_result(submission: Submission, long_form: LongForm, deadline: Deadline, *, linger: bool) -> bytes:
    """The raw result, asked for once, or with `linger` for up to 20 s.

    Raises:
        NotReady: there is none yet.
        JobError: STT_TIMEOUT, there is none, and the bound has passed.
        JobError: what `LongFormRecogniser.look` raises, except that it got no answer.
    """
    for pause in LINGER_SECONDS if linger else (0.0,):
        if deadline.left() < pause + LOOK_SECONDS:
            break
        long_form.waits.sleep(pause)
        raw = _look(submission, long_form, deadline)
        if raw is not None:
            return raw
    raise _put_off(submission, long_form)


def _look(submission: Submission, long_form: LongForm, deadline: Deadline) -> bytes | None:
    try:
        return long_form.recogniser.look(submission.token, deadline)
    except JobError as error:
        if error.condition not in _PASSING:
            raise
        recognition_log.unheard(error)
        return None


def _put_off(submission: Submission, long_form: LongForm) -> JobError | NotReady:
    waited = long_form.waits.clock() - submission.submitted_at
    bound = long_form.waits.bound(submission.recording.seconds)
    if waited > bound:
        return JobError(STT_OVERDUE, "STT", f"CLOVA had no transcript after {waited:.0f} s (limit {bound:.0f} s).")
    delay = next_delay(waited)
    recognition_log.waits(waited, delay)
    return NotReady(delay, REASON, submission.submitted_at)
