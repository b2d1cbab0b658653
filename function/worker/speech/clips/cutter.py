"""Cut clips out of a sound while it is decoded, in bounded memory."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from worker.jobs.workspace import Workspace, taking_room
from worker.speech.audio import SAMPLE_BYTES, SAMPLE_RATE, SpeechClip
from worker.speech.clips.levels import FRAME_SAMPLES, measure_levels
from worker.speech.clips.pauses import find_breaths
from worker.speech.clips.planner import ClipPlanner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.speech.clips.planner import Span

_FRAME_BYTES = FRAME_SAMPLES * SAMPLE_BYTES

_BEHIND = 90 * SAMPLE_RATE * SAMPLE_BYTES
"""Bytes that a clip may still be cut from: the planner's look-ahead and a margin."""


class Cutter:
    """Cuts one decoding of a sound.

    Args:
        delay: seconds by which the filter delays the sound.
        given: seconds on the video's clock that the clips of an earlier decoding already cover.
    """

    def __init__(self, delay: float, given: float) -> None:
        self.given = given
        self._delay = delay
        self._planner = ClipPlanner()
        self._first = math.ceil((given + delay) * SAMPLE_RATE) if given else 0
        """Sample that the planner counts from."""
        self._ignored = self._first * SAMPLE_BYTES
        """Bytes that were already cut and that this decoding will repeat."""
        self._held = bytearray()
        self._forgotten = 0
        """Bytes that were dropped before the held ones."""
        self._planned = 0
        """The held bytes that the planner already knows."""

    def take(self, pcm: bytes, workspace: Workspace) -> Iterator[SpeechClip]:
        """Add PCM, and cut the clips that are now certain."""
        ignored = min(self._ignored, len(pcm))
        self._ignored -= ignored
        self._held += pcm[ignored:]
        whole = len(self._held) - len(self._held) % _FRAME_BYTES
        levels = measure_levels(self._held[self._planned : whole])
        self._planned = whole
        for span in self._planner.take(levels):
            yield self._cut(span, workspace)
        if self._planned > 2 * _BEHIND:
            self._forget(self._planned - _BEHIND)

    def finish(self, workspace: Workspace) -> Iterator[SpeechClip]:
        """Cut the rest."""
        levels = measure_levels(self._held[self._planned :])
        end = (self._forgotten + len(self._held)) // SAMPLE_BYTES
        for span in (*self._planner.take(levels), *self._planner.finish(end)):
            yield self._cut(span, workspace)

    def _forget(self, size: int) -> None:
        del self._held[:size]
        self._planned -= size
        self._forgotten += size

    def _cut(self, span: Span, workspace: Workspace) -> SpeechClip:
        first, last = (sample * SAMPLE_BYTES - self._forgotten for sample in span)
        start, self.given = (self._hear(sample) for sample in span)
        pcm = bytes(self._held[first:last])
        clip = _write_clip(pcm, start, self.given, workspace)
        return replace(clip, pauses=tuple(self._find_pauses(pcm, span.first)))

    def _find_pauses(self, pcm: bytes, first: int) -> Iterator[tuple[float, float]]:
        for begin, end in find_breaths(measure_levels(pcm)):
            samples = (first + begin * FRAME_SAMPLES, first + min(end * FRAME_SAMPLES, len(pcm) // SAMPLE_BYTES))
            yield self._hear(samples[0]), self._hear(samples[1])

    def _hear(self, sample: int) -> float:
        """When a sample was heard (seconds), without the filter's delay."""
        return round(max(0.0, (self._first + sample) / SAMPLE_RATE - self._delay), 3)


def _write_clip(pcm: bytes, start: float, end: float, workspace: Workspace) -> SpeechClip:
    """Write a clip to a file, where it waits for the recogniser: decoding is ten times faster than recognition.

    `discard` or the end of the workspace deletes it.

    Raises:
        JobError: FFMPEG_FAILED, the disk is full.
    """
    path = workspace.file(f"clip-{round(start * 1000)}.pcm")
    with taking_room("the decoded audio"):
        path.write_bytes(pcm)
    return replace(SpeechClip.of(pcm, start, end), load=path.read_bytes, discard=partial(path.unlink, missing_ok=True))
