"""Turn the speech into text, several clips at once, while more of them are cut."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.domain.deadlines import Deadline
from worker.domain.errors import Axis, Condition, JobError
from worker.domain.prices import estimate_cost
from worker.domain.summaries import ModelUsage
from worker.domain.transcript import Recognition, Segment, Transcript
from worker.observability import MetricUnit, StageRun, begin_step, carry, count
from worker.ports import SpeechRecogniser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.domain.media import SpeechClip
    from worker.stages.extract_audio import Speech

MOST_WAITING = 64
"""Clips that are cut before the recogniser has room for them: an hour of speech, 110 MB on the disk at most."""

_NOT_ASKED = Recognition("", 0)


def transcribe(
    speech: Speech, language: str, recogniser: SpeechRecogniser, concurrency: int, deadline: Deadline
) -> Transcript:
    """Recognise every clip as soon as it is cut; one without words becomes no segment.

    Args:
        speech: its clips, in time order.
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
        JobError: what cutting the clips raises, after the same.
    """
    run = StageRun("STT")
    failed = threading.Event()
    calls = _Calls(recogniser, language, deadline.unless(failed), failed)
    try:
        _make(calls, speech, concurrency)
    finally:
        billed = _count_billed(calls.made)
        run.stop()
    _raise_gravest(calls.made)
    transcript = Transcript(language, _number(calls), billed)
    run.done(clips=len(calls.made), transcript_length=len(transcript.text), billed_seconds=billed)
    return transcript


@dataclass(frozen=True, slots=True)
class _Calls:
    """The calls of one transcript, and where each clip was heard."""

    recogniser: SpeechRecogniser
    language: str
    deadline: Deadline
    failed: threading.Event
    made: list[Future[Recognition]] = field(default_factory=list[Future[Recognition]])
    heard: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(MOST_WAITING))

    def make(self, clip: SpeechClip, pool: ThreadPoolExecutor) -> None:
        """Ask for a clip as soon as a thread is free; wait where too many do."""
        self.room.acquire()
        self.heard.append((clip.start, clip.end))
        self.made.append(pool.submit(carry(self._recognise), clip))

    def _recognise(self, clip: SpeechClip) -> Recognition:
        try:
            return self._ask(clip) if not self.failed.is_set() else _NOT_ASKED
        except JobError as error:
            if self.failed.is_set() and error.condition is Condition.STT_OUT_OF_TIME:
                return Recognition("", error.billed_seconds)
            self.failed.set()
            raise
        except BaseException:
            self.failed.set()
            raise
        finally:
            self.room.release()

    def _ask(self, clip: SpeechClip) -> Recognition:
        answer = self.recogniser.recognise(clip, self.language, self.deadline)
        clip.discard()
        return answer


def _make(calls: _Calls, speech: Speech, concurrency: int) -> None:
    """Make all calls; the ledger is told what a death would belong to, and says whether anything may be paid."""
    begin_step("FFMPEG+STT")
    with ThreadPoolExecutor(concurrency, thread_name_prefix="stt") as pool, closing(speech):
        try:
            for clip in speech:
                calls.make(clip, pool)
                if calls.failed.is_set():
                    return
            begin_step("STT")
        except BaseException:
            calls.failed.set()
            raise


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


def _number(calls: _Calls) -> tuple[Segment, ...]:
    answers = zip(calls.heard, calls.made, strict=True)
    spoken = [(heard, text) for heard, call in answers if (text := " ".join(call.result().text.split()))]
    return tuple(Segment(number, *heard, text) for number, (heard, text) in enumerate(spoken, start=1))
