"""Pay for one submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import VIDEO_TOO_LONG, JobError, Spent
from worker.speech.billing import price_long_form, round_up_billed
from worker.speech.long_form import recognition_log
from worker.speech.long_form.submission import Submission

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.speech.long_form.long_form import LongForm, Order
    from worker.speech.long_form.sound import Sound

MOST_SECONDS = 6 * 3600.0
"""The longest recording that the service takes asynchronously (docs/sources.md, CLOVA)."""


def submit(
    order: Order, sound: Sound, earlier: Submission | None, long_form: LongForm, deadline: Deadline
) -> tuple[Submission, bool]:
    """Submit a sound; `earlier` is the submission that failed or was lost.

    Returns:
        The submission, and whether its token is saved.

    Raises:
        JobError: FFMPEG_FAILED, the sound is too long for the service.
        JobError: STT_TIMEOUT or STT_BAD_RESPONSE, it was not taken, as far as is known.
    """
    seconds = sound.recording.seconds
    if seconds > MOST_SECONDS:
        raise JobError(VIDEO_TOO_LONG, "STT", f"{seconds:.0f} s of sound are over the limit of {MOST_SECONDS:.0f} s.")
    billed, speakers = round_up_billed(seconds), long_form.recogniser.speakers

    def hand_in() -> Submission:
        recognition_log.started(again=earlier is not None)
        try:
            token = long_form.recogniser.submit(sound.flac, order.language, deadline)
        except JobError as error:
            if error.perhaps_heard:
                error.spent = Spent(stt_seconds=billed)
                recognition_log.paid(billed, speakers=speakers)
            raise
        recognition_log.paid(billed, speakers=speakers)
        return Submission(
            token=token,
            submitted_at=long_form.waits.clock(),
            number=earlier.number + 1 if earlier else 1,
            billed_seconds=billed + (earlier.billed_seconds if earlier else 0),
            language=order.language,
            delay=sound.delay,
            recording=sound.recording,
            source=order.source,
            declared=order.declared,
        )

    submission, saved = long_form.submissions.pay(hand_in, price_long_form(billed, speakers=speakers))
    return submission, saved or long_form.submissions.save(submission)
