"""Levels of made-up recordings, for the planner: mean squares of 20 ms frames."""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.speech.clips.planner import ClipPlanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.speech.clips.planner import Span

FRAMES = 50


def power(dbfs: float) -> float:
    return 32768.0**2 * 10 ** (dbfs / 10)


@dataclass
class Recording:
    """Phrases of speech over a bed of noise (dBFS); `phrases` are frame numbers, the first and one after the last."""

    bed: float = -70.0
    levels: array[float] = field(default_factory=lambda: array("d"))
    phrases: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def pause(self, seconds: float) -> Recording:
        self.levels.extend([power(self.bed)] * round(seconds * FRAMES))
        return self

    def speak(self, seconds: float, voice: float = -20.0) -> Recording:
        """Syllables of 0.2 s with stops of 60 ms between them, 25 dB quieter."""
        first, frames = len(self.levels), round(seconds * FRAMES)
        syllable = [voice] * 10 + [voice - 25] * 3
        self.levels.extend(power(syllable[frame % len(syllable)]) + power(self.bed) for frame in range(frames))
        self.phrases.append((first, first + frames))
        return self

    @property
    def samples(self) -> int:
        return len(self.levels) * 320


def a_talk(seconds: float, pauses: tuple[float, float], bed: float = -60.0, seed: int = 1) -> Recording:
    """Phrases of 1 to 7 s in voices of different strength, with pauses between them."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable talk, no secret
    talk = Recording(bed)
    while len(talk.levels) < seconds * FRAMES:
        talk.speak(chance.uniform(1, 7), chance.uniform(-32, -18)).pause(chance.uniform(*pauses))
    return talk


def plan_clips(levels: Sequence[float], samples: int) -> list[Span]:
    """Plan a whole recording."""
    planner = ClipPlanner()
    return [*planner.take(levels), *planner.finish(samples)]
