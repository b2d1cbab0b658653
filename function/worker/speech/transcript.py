"""What was said, and when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was heard; times are seconds on the video's clock."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech; `number` counts from 1, times are seconds on the video's clock.

    `words` and `speaker` are empty where the engine does not tell them. `speaker` is a label that is valid inside one
    transcript only.
    """

    number: int
    start: float
    end: float
    text: str
    pauses: tuple[tuple[float, float], ...] = ()
    """Its silences, from and to (seconds); only the subtitles use them."""
    words: tuple[Word, ...] = ()
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks the segments of a label. `name` is the engine's (`A`, `B`), or what a person made of it."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """Segments in time order. `billed_seconds` counts every call at CLOVA's 15-second unit, retries included.

    `speakers` is empty where the engine does not tell voices apart.
    """

    language: str
    segments: tuple[Segment, ...] = ()
    billed_seconds: int = 0
    speakers: tuple[Speaker, ...] = ()

    @property
    def text(self) -> str:
        """The whole transcript as one string."""
        return " ".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What the recogniser heard in one clip, and the seconds billed for it over all attempts.

    `recalled` says that an earlier attempt of the job paid for it.
    """

    text: str
    billed_seconds: int
    recalled: bool = False
