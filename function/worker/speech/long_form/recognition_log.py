"""What people see of a long-form recognition in the log and the metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.speech.billing import price_long_form
from worker.telemetry.log import logger
from worker.telemetry.metrics import MetricUnit, count, count_by

if TYPE_CHECKING:
    from worker.jobs.errors import JobError
    from worker.speech.transcript import Transcript


def started(*, again: bool) -> None:
    """A recording is submitted; `again`, after a submission that brought no result: it may be paid for twice."""
    if again:
        count_by("PaidCallRepeated", {"stage": "STT"})
    logger.info("stage started", stage="STT_START", duration_ms=0)


def paid(billed_seconds: int, *, speakers: bool) -> None:
    """A submission was, or may have been, paid for."""
    count("BilledSttSeconds", billed_seconds, MetricUnit.Seconds)
    count("SttCostKrw", price_long_form(billed_seconds, speakers=speakers), MetricUnit.NoUnit)


def waits(waited: float, delay: float) -> None:
    """There is no result yet; the job is looked at again after `delay` seconds."""
    logger.info(
        "CLOVA works on the recording",
        stage="STT_WAITING",
        duration_ms=round(waited * 1000),
        delay_seconds=round(delay, 3),
    )


def unheard(error: JobError) -> None:
    """CLOVA could not be asked; the recording is not lost by that."""
    logger.warning(error.sentence, stage="STT_UNHEARD", duration_ms=0, reason=error.condition.reason)


def submits_again(error: JobError) -> None:
    """A submission brought no result, and another is to be made."""
    logger.warning(error.sentence, stage="STT_REPEATED", duration_ms=0, reason=error.condition.reason)


def done(transcript: Transcript, seconds: float, *, recalled: bool) -> None:
    """The transcript is here, so long after its submission; `recalled` by an earlier attempt of the job."""
    milliseconds = round(seconds * 1000)
    if not recalled:
        count_by("StageDuration", {"stage": "STT"}, milliseconds, MetricUnit.Milliseconds)
    logger.info(
        "stage done",
        stage="STT_DONE",
        duration_ms=milliseconds,
        segments=len(transcript.segments),
        transcript_length=len(transcript.text),
        billed_seconds=transcript.billed_seconds,
    )
