"""The calls for one transcript, within the limits on calls at once and on clips that wait on the worker's disk."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.jobs.deadline import LOOK_SECONDS
from worker.jobs.errors import STT_OUT_OF_TIME, JobError
from worker.speech.transcript import Recognition
from worker.telemetry.log import carry

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from worker.jobs.deadline import Deadline
    from worker.speech.audio import SpeechClip
    from worker.speech.ports import SpeechRecogniser

MOST_WAITING = 64
"""Clips of all jobs that may wait for the recogniser: 110 MB on the disk that they share."""

_NOT_ASKED = Recognition("", 0)


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many calls a job makes at once, and the room for the waiting clips of all jobs; one `Capacity` a worker."""

    concurrency: int
    room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(MOST_WAITING))


class ClipCalls:
    """Makes one call for each distinct clip. A failure sets `over`, and then no further call is made.

    Attributes:
        made: the calls by the digests of their clips, in the order in which they were made.
        heard: the clips, in time order.
    """

    def __init__(
        self, recogniser: SpeechRecogniser, language: str, capacity: Capacity, deadline: Deadline, over: threading.Event
    ) -> None:
        self.made: dict[str, Future[Recognition]] = {}
        self.heard: list[SpeechClip] = []
        self._recogniser = recogniser
        self._language = language
        self._room = capacity.room
        self._over = over
        self._deadline = deadline.unless(over)

    @property
    def over(self) -> bool:
        """Whether no further call is wanted."""
        return self._over.is_set()

    def end(self) -> None:
        """Begin no further call, and cancel the calls that wait for their turn."""
        self._over.set()

    def make(self, clip: SpeechClip, pool: ThreadPoolExecutor) -> None:
        """Queue the call for a clip, after waiting for room; a clip equal to an earlier one shares that one's answer.

        Raises:
            JobError: STT_TIMEOUT, no room came in time.
        """
        if clip.digest in self.made:
            clip.discard()
        elif self._find_room(clip):
            self.made[clip.digest] = self._submit(clip, pool)
        else:
            return
        self.heard.append(clip)

    def _submit(self, clip: SpeechClip, pool: ThreadPoolExecutor) -> Future[Recognition]:
        try:
            return pool.submit(carry(self._recognise), clip)
        except BaseException:
            self._room.release()
            raise

    def _find_room(self, clip: SpeechClip) -> bool:
        while not self._room.acquire(timeout=LOOK_SECONDS):
            if self.over:
                return False
            if not self._deadline.left():
                raise JobError(STT_OUT_OF_TIME, "STT", f"no time was left for the audio from {clip.start:.1f} s.")
        return True

    def _recognise(self, clip: SpeechClip) -> Recognition:
        try:
            return self._ask(clip) if not self.over else _NOT_ASKED
        except JobError as error:
            if self.over and error.condition is STT_OUT_OF_TIME:
                return Recognition("", error.spent.stt_seconds)
            self.end()
            raise
        except BaseException:
            self.end()
            raise
        finally:
            self._room.release()

    def _ask(self, clip: SpeechClip) -> Recognition:
        answer = self._recogniser.recognise(clip, self._language, self._deadline)
        clip.discard()
        return answer
