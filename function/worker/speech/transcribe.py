"""Turn the speech into text, several clips at once, while more of them are cut."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

from worker.jobs.errors import OUT_OF_TIME, JobError
from worker.jobs.not_ready import raise_gravest
from worker.speech.billing import price_speech
from worker.speech.calls import ClipCalls
from worker.speech.transcript import Segment, Transcript
from worker.telemetry.metrics import MetricUnit, count
from worker.telemetry.stages import StageRun, begin_step

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

    from worker.jobs.deadline import Deadline
    from worker.speech.calls import Capacity
    from worker.speech.extract_audio import Speech
    from worker.speech.ports import SpeechRecogniser
    from worker.speech.transcript import Recognition


def transcribe(
    speech: Speech, language: str, recogniser: SpeechRecogniser, capacity: Capacity, deadline: Deadline
) -> Transcript:
    """Recognise every clip as soon as it is cut; a clip without words gives no segment.

    Returns:
        Segments in time order, and the seconds billed for the calls.

    Raises:
        JobError: STT_TIMEOUT, no answer to one of them.
        JobError: STT_BAD_RESPONSE, an answer that is not a transcript. After a failure, nothing is decoded and no call
            begins, so that nothing more is paid; running calls are waited for. Of several failures, a permanent one
            is raised.
        JobError: an error of cutting the clips, after the same wait.
    """
    run = StageRun("STT")
    calls = ClipCalls(recogniser, language, capacity, deadline, speech.unwanted)
    try:
        _make(calls, speech, capacity.concurrency)
    finally:
        billed = _count_billed(calls.made.values())
        run.stop()
    raise_gravest(calls.made.values())
    transcript = Transcript(language, _number(calls), billed)
    run.done(clips=len(calls.heard), transcript_length=len(transcript.text), billed_seconds=billed)
    return transcript


def _make(calls: ClipCalls, speech: Speech, concurrency: int) -> None:
    """Make all calls; `begin_step` names the step in the ledger, which may forbid any further payment."""
    with ThreadPoolExecutor(concurrency, thread_name_prefix="stt") as pool, closing(speech):
        try:
            begin_step("FFMPEG+STT")
            for clip in speech:
                calls.make(clip, pool)
                if calls.over:
                    return
            begin_step("STT")
        except BaseException as error:
            # A failed call cancels the decoding, too; the job then fails with the call's error, not with this one.
            called_off = calls.over and isinstance(error, JobError) and error.condition in OUT_OF_TIME
            calls.end()
            if not called_off:
                raise


def _count_billed(calls: Iterable[Future[Recognition]]) -> int:
    """Sum the seconds of all calls, and count those of this attempt even if the job fails: they are paid."""
    billed_now = sum(_billed_seconds(call) for call in calls if not _is_recalled(call))
    count("BilledSttSeconds", billed_now, MetricUnit.Seconds)
    count("SttCostKrw", price_speech(billed_now), MetricUnit.NoUnit)
    return sum(_billed_seconds(call) for call in calls)


def _is_recalled(call: Future[Recognition]) -> bool:
    return call.exception() is None and call.result().recalled


def _billed_seconds(call: Future[Recognition]) -> int:
    error = call.exception()
    if error is None:
        return call.result().billed_seconds
    return error.spent.stt_seconds if isinstance(error, JobError) else 0


def _number(calls: ClipCalls) -> tuple[Segment, ...]:
    answers = ((clip, " ".join(calls.made[clip.digest].result().text.split())) for clip in calls.heard)
    spoken = [(clip, text) for clip, text in answers if text]
    return tuple(
        Segment(number, clip.start, clip.end, text, clip.pauses) for number, (clip, text) in enumerate(spoken, start=1)
    )
