"""Clips that are cut one by one, and a recogniser that answers each as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from worker.jobs.errors import JobError
from worker.jobs.not_ready import NotReady
from worker.speech.audio import SAMPLE_RATE, AudioQuality, Recording, SpeechClip
from worker.speech.extract_audio import Speech
from worker.speech.transcript import Recognition

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.jobs.deadline import Deadline


Answer = str | JobError | NotReady | float
"""A text, an error, or how many seconds a late answer takes."""


@dataclass
class Script:
    """Hears a given text, or fails, by the second at which a clip starts; counts calls at once.

    With `together`, no call is answered before so many are under way.
    """

    by_start: Mapping[float, Answer] = field(default_factory=dict[float, "Answer"])
    default_language: str = "Kor"
    together: threading.Barrier | None = None
    heard: list[float] = field(default_factory=list[float])
    most_at_once: int = 0
    _at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        assert (language, deadline.left() > 0) == ("Kor", True)
        with self._lock:
            self.heard.append(clip.start)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        if self.together:
            self.together.wait(60)
        try:
            return self._answer(self.by_start.get(clip.start, f"말 {clip.start:.0f}"))
        finally:
            with self._lock:
                self._at_once -= 1

    def _answer(self, answer: Answer) -> Recognition:
        if isinstance(answer, JobError | NotReady):
            raise answer
        if isinstance(answer, str):
            time.sleep(0.01)
            return Recognition(answer, 45)
        time.sleep(answer)
        return Recognition("늦은 말", 15)


class Slow(Script):
    """Answers nothing before it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self._going_on = threading.Event()

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        assert self._going_on.wait(60)
        return super().recognise(clip, language, deadline)

    @contextmanager
    def going_on_in_the_end(self) -> Generator[None]:
        try:
            yield
        finally:
            self._going_on.set()


@dataclass
class Tape:
    """Says which of its clips were cut, and which are not needed any more; but for `sounds`, no two are alike."""

    sounds: dict[float, bytes] = field(default_factory=dict[float, bytes])

    pauses: dict[float, tuple[tuple[float, float], ...]] = field(
        default_factory=dict[float, tuple[tuple[float, float], ...]]
    )
    cut: list[float] = field(default_factory=list[float])
    discarded: list[float] = field(default_factory=list[float])
    closed: bool = False

    def play(self, count: int, error: JobError | None = None) -> Speech:
        """So many clips of a second, and then an error if there is one."""
        return Speech(self._cut(count, error), threading.Event())

    def _cut(self, count: int, error: JobError | None) -> Generator[SpeechClip | Recording]:
        try:
            for start in map(float, range(count)):
                self.cut.append(start)
                clip = SpeechClip.of(self.sounds.get(start, f"{start}".encode()), start, start + 1)
                discard = partial(self.discarded.append, start)
                yield replace(clip, discard=discard, pauses=self.pauses.get(start, ()))
            if error:
                raise error
            yield Recording(count * SAMPLE_RATE, float(count), AudioQuality.HIGH)
        finally:
            self.closed = True


class Room(threading.Semaphore):
    """Room for so many clips, that knows which threads asked where none was left."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self._refused: set[int] = set()
        self._changed = threading.Condition()

    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:  # noqa: FBT001, FBT002 - as Semaphore's
        if super().acquire(blocking=False):
            return True
        with self._changed:
            self._refused.add(threading.get_ident())
            self._changed.notify_all()
        return super().acquire(blocking, timeout)

    def wait_until_full(self, askers: int = 1) -> None:
        """Until so many threads were told to wait."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._refused) >= askers, timeout=60)


def speech(count: int) -> Speech:
    return Tape().play(count)
