"""Recordings that CLOVA Speech has taken: WAITING, PROCESSING and an end, by a clock."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from local.standins.clova_speech_answer import Heard, make_result
from local.standins.long_sound import decode_recording, seconds_of
from local.standins.speech import UndecodableError
from local.standins.wire import JsonObject

if TYPE_CHECKING:
    from collections.abc import Callable

_GRACE_SECONDS = 1
"""How long a poll waits for words that are due: a test's recogniser needs less, and a real one is asked again."""

_MESSAGES = {"WAITING": "Waiting", "PROCESSING": "Processing", "FAILED": "Failed to STT", "TIMEOUT": "Timeout"}


@dataclass(frozen=True)
class Pace:
    """How long each state lasts, in seconds; PROCESSING also lasts until the words are there."""

    waiting: float = 0.0
    processing: float = 0.0


@dataclass(frozen=True)
class _Job:
    params: JsonObject
    taken_at: float
    end: str
    heard: Future[Sequence[Heard]]


class Jobs:
    """All of a domain.

    Args:
        recognise: Words of 16 kHz mono s16 little-endian sound; called from a thread of its own.
        clock: Seconds.
        most_seconds: Of a recording; a longer one FAILS. (The service's own answer to it is not documented.)

    Attributes:
        pace: How long each takes.
    """

    def __init__(
        self,
        recognise: Callable[[bytes], Sequence[Heard]],
        clock: Callable[[], float],
        most_seconds: float,
    ) -> None:
        self.pace = Pace()
        self._recognise, self._clock, self._most_seconds = recognise, clock, most_seconds
        self._jobs = dict[str, _Job]()
        self._pool = ThreadPoolExecutor(4, "CLOVA Speech")

    def take(self, media: bytes, params: JsonObject, end: str) -> str:
        """Begin to hear; returns the token.

        Args:
            media: FLAC or WAV; anything else FAILS.
            params: As they were sent.
            end: COMPLETED, or FAILED or TIMEOUT whatever is heard.
        """
        token = uuid4().hex
        self._jobs[token] = _Job(params, self._clock(), end, self._pool.submit(self._hear, media))
        return token

    def tell(self, token: str) -> JsonObject | None:
        """The body of a poll; None for a token that is not known."""
        job = self._jobs.get(token)
        if job is None:
            return None
        state = self._state(job)
        if state != "COMPLETED":
            return {"result": state, "message": _MESSAGES[state], "token": token}
        try:
            return make_result(token, job.params, job.heard.result(_GRACE_SECONDS))
        except TimeoutError:
            return {"result": "PROCESSING", "message": _MESSAGES["PROCESSING"], "token": token}
        except UndecodableError as problem:
            return {"result": "FAILED", "message": f"Failed to pre-processing: {problem}", "token": token}

    def forget(self) -> None:
        """Know no token any more: how long the service keeps one is not documented."""
        self._jobs.clear()

    def close(self) -> None:
        """Hear nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _state(self, job: _Job) -> str:
        age = self._clock() - job.taken_at
        if age < self.pace.waiting:
            return "WAITING"
        return "PROCESSING" if age < self.pace.waiting + self.pace.processing else job.end

    def _hear(self, media: bytes) -> Sequence[Heard]:
        pcm = decode_recording(media)
        if seconds_of(pcm) > self._most_seconds:
            raise UndecodableError("Exceed Sound Data length")
        return self._recognise(pcm)
