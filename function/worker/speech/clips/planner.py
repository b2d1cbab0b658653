"""Plan, clip by clip, what to send to CLOVA of a growing recording: all its speech, for the least money."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from worker.speech.clips.cheapest import FRAMES, choose_clips
from worker.speech.clips.levels import FRAME_SAMPLES, find_silence
from worker.speech.clips.pauses import KEPT_FRAMES, find_pauses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.speech.clips.cheapest import Clip
    from worker.speech.clips.pauses import Pause

_AHEAD = 80 * FRAMES
"""A clip is decided when 80 s from its start are known. Four minutes made it no cheaper (measured, 16 talks)."""

_BEHIND = 60 * FRAMES
"""Frames of sent audio that still help to judge what is loud here."""


class Span(NamedTuple):
    """A stretch of a recording in samples: the first, and the one after the last."""

    first: int
    last: int


class ClipPlanner:
    """Plans a recording while it is decoded, in bounded memory; the plan does not depend on how its levels are split.

    Spans come in order and do not overlap. They hold everything but silence, each at most 55 s, and at least 1 s unless
    the recording is shorter. Cuts fall into silences, or else where it is quieter than its surroundings.
    A span holds silence only where leaving it out would cost more, and never 15 s or more of it.
    """

    def __init__(self) -> None:
        self._levels = array("d")
        self._offset = 0
        """Frame number of the first level kept."""
        self._next = 0
        """Index of the first kept level that is not planned yet."""

    def take(self, levels: Sequence[float]) -> list[Span]:
        """Add levels: the mean square of each next 20 ms frame. Returns the spans that have become certain."""
        self._levels.extend(levels)
        spans: list[Span] = []
        while len(self._levels) - self._next >= _AHEAD:
            spans += self._advance()
        return spans

    def finish(self, samples: int) -> list[Span]:
        """Plan the rest of a recording of so many samples; its last frame may be shorter than the others."""
        spans = [self._span(clip) for clip in choose_clips(self._find_pauses(None), final=True)]
        return [Span(first, min(last, samples)) for first, last in spans]

    def _advance(self) -> list[Span]:
        """Leave out a silence, or decide on one clip."""
        pauses = self._find_pauses(self._next + _AHEAD)
        if pauses[0].start > KEPT_FRAMES:
            self._go_on(pauses[0].start - KEPT_FRAMES)
            return []
        clip = choose_clips(pauses, final=False)[0]
        span = self._span(clip)
        self._go_on(clip[1])
        return [span]

    def _find_pauses(self, end: int | None) -> list[Pause]:
        """The pauses from the first unplanned frame on."""
        return find_pauses(self._levels[self._next : end], find_silence(self._levels[:end]))

    def _span(self, clip: Clip) -> Span:
        first, last = ((self._offset + self._next + frame) * FRAME_SAMPLES for frame in clip)
        return Span(first, last)

    def _go_on(self, frames: int) -> None:
        self._next += frames
        forgotten = max(0, self._next - _BEHIND)
        del self._levels[:forgotten]
        self._next -= forgotten
        self._offset += forgotten
