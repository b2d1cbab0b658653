"""Turn the speech into text, several clips at once."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from worker.domain.errors import Axis, Condition, JobError
from worker.domain.prices import estimate_cost
from worker.domain.summaries import ModelUsage
from worker.domain.transcript import Recognition, Segment, Transcript
from worker.observability import MetricUnit, count, note, stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.domain.deadlines import Deadline
    from worker.domain.media import SpeechSpan
    from worker.ports import SpeechRecogniser

_NOT_ASKED = Recognition("", 0)


@stage("STT")
def transcribe(
    spans: Sequence[SpeechSpan], language: str, recogniser: SpeechRecogniser, concurrency: int, deadline: Deadline
) -> Transcript:
    """Recognise every span; one without words becomes no segment.

    Args:
        spans: in time order.
        language: as CLOVA names it.
        recogniser: called from `concurrency` threads.
        concurrency: calls at once.
        deadline: when the job must be done.

    Returns:
        Segments in time order, and the seconds billed for the calls.

    Raises:
        SpeechTimeoutError: no answer to one of them.
        SpeechResponseError: another answer than a transcript. After a failure no call is begun, so that nothing more
            is paid, and those under way are waited for; of several failures one that repeating cannot cure is raised.
    """
    failed = threading.Event()
    deadline = deadline.unless(failed)

    def recognise(span: SpeechSpan) -> Recognition:
        if failed.is_set():
            return _NOT_ASKED
        try:
            return recogniser.recognise(span.load(), language, deadline)
        except JobError as error:
            if failed.is_set() and error.condition is Condition.STT_OUT_OF_TIME:
                return Recognition("", error.billed_seconds)
            failed.set()
            raise
        except BaseException:
            failed.set()
            raise

    with ThreadPoolExecutor(max_workers=concurrency, thread_name_prefix="stt") as pool:
        calls = [pool.submit(recognise, span) for span in spans]
    billed = _count_billed(calls)
    _raise_gravest(calls)
    heard = [call.result() for call in calls]
    transcript = Transcript(language, _number(spans, heard), billed)
    note(clips=len(calls), transcript_length=len(transcript.text), billed_seconds=billed)
    return transcript


def _count_billed(calls: Sequence[Future[Recognition]]) -> int:
    """Sum the seconds of all calls, and count those of this attempt also where the job fails: they are paid."""
    billed_now = sum(_billed_seconds(call) for call in calls if not _is_recalled(call))
    count("BilledSttSeconds", billed_now, MetricUnit.Seconds)
    count("SttCostKrw", estimate_cost(billed_now, "", ModelUsage()).stt_krw, MetricUnit.NoUnit)
    return sum(_billed_seconds(call) for call in calls)


def _is_recalled(call: Future[Recognition]) -> bool:
    return call.exception() is None and call.result().recalled


def _billed_seconds(call: Future[Recognition]) -> int:
    error = call.exception()
    if error is None:
        return call.result().billed_seconds
    return error.billed_seconds if isinstance(error, JobError) else 0


def _raise_gravest(calls: Sequence[Future[Recognition]]) -> None:
    errors = [error for call in calls if (error := call.exception())]
    for error in errors:
        if not isinstance(error, JobError) or error.axis is not Axis.RETRYABLE:
            raise error
    if errors:
        raise errors[0]


def _number(spans: Sequence[SpeechSpan], heard: Sequence[Recognition]) -> tuple[Segment, ...]:
    spoken = [(span, text) for span, one in zip(spans, heard, strict=True) if (text := " ".join(one.text.split()))]
    return tuple(Segment(number, span.start, span.end, text) for number, (span, text) in enumerate(spoken, start=1))
