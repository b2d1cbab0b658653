"""Turn a whole recording into a transcript, over as many deliveries as that takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import RESULT_UNAVAILABLE, STT_FAILED, STT_LOST, JobError
from worker.jobs.not_ready import NotReady
from worker.speech.billing import price_long_form
from worker.speech.engines import Engine
from worker.speech.heard import Heard
from worker.speech.long_form import recognition_log
from worker.speech.long_form.await_result import await_result
from worker.speech.long_form.placing import place
from worker.speech.long_form.submit import submit
from worker.speech.transcript import Transcript
from worker.telemetry.stages import begin_step

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.speech.long_form.long_form import LongForm, Order
    from worker.speech.long_form.submission import Submission

MOST_SUBMISSIONS = 2
"""Of one job: a recording that fails twice fails for good."""

_WORTH_ANOTHER = frozenset({STT_FAILED, STT_LOST})


def transcribe_long_form(order: Order, long_form: LongForm, deadline: Deadline) -> Heard:
    """Submit a sound unless an earlier attempt has, and wait for its transcript; silence is not submitted.

    Args:
        order: what to submit. Its sound is made only for a new submission.
        long_form: who recognises it.
        deadline: when this delivery must be done.

    Raises:
        NotReady: the transcript is not ready; the token of the submission is saved.
        JobError: STT_TIMEOUT, no answer to the submission, or no transcript within the bound.
        JobError: STT_BAD_RESPONSE, refused, failed or lost twice, or no transcript.
        JobError: UNKNOWN_ERROR, the token could not be saved, and the transcript is not ready.
        JobError: an error of making the sound.
    """
    earlier = long_form.submissions.load()
    if earlier is None:
        return _hear_anew(order, None, long_form, deadline)
    begin_step("STT")
    return _collect(order, earlier, long_form, deadline)


def _hear_anew(order: Order, earlier: Submission | None, long_form: LongForm, deadline: Deadline) -> Heard:
    sound = order.make_sound()
    if not sound.spoken:
        return Heard(Engine.SPEECH, sound.recording, Transcript(order.language), 0.0)
    begin_step("STT")
    submission, saved = submit(order, sound, earlier, long_form, deadline)
    try:
        return _collect(order, submission, long_form, deadline, fresh=True)
    except NotReady:
        if saved:
            raise
        # Without the token the next delivery pays again, so this one uses up an attempt.
        raise JobError(RESULT_UNAVAILABLE, "STT", "the token of a paid recording could not be saved.") from None


def _collect(
    order: Order, submission: Submission, long_form: LongForm, deadline: Deadline, *, fresh: bool = False
) -> Heard:
    known = None if fresh else long_form.submissions.load_result()
    try:
        raw = known or await_result(submission, long_form, deadline, linger=fresh)
    except JobError as error:
        if error.condition not in _WORTH_ANOTHER or submission.number >= MOST_SUBMISSIONS:
            raise
        recognition_log.submits_again(error)
        return _hear_anew(order, submission, long_form, deadline)
    if known is None:
        long_form.submissions.save_result(raw)
    segments, speakers = long_form.recogniser.read(raw)
    placed = place(segments, submission.delay)
    transcript = Transcript(submission.language, placed, submission.billed_seconds, speakers)
    recognition_log.done(transcript, long_form.waits.clock() - submission.submitted_at, recalled=known is not None)
    krw = price_long_form(submission.billed_seconds, speakers=long_form.recogniser.speakers)
    return Heard(Engine.SPEECH, submission.recording, transcript, krw)
