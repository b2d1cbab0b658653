"""Find the stretches of a recording that are worth sending to a recogniser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.domain.media import SAMPLE_RATE, SpeechSpan
from worker.stages.clip_plan import plan_clips
from worker.stages.levels import measure_levels

if TYPE_CHECKING:
    from worker.domain.media import AudioFile


def find_speech(audio: AudioFile) -> tuple[SpeechSpan, ...]:
    """Cut a recording into spans of at most 55 s, and leave out what is too quiet to be speech.

    Args:
        audio: the extracted sound.

    Returns:
        Spans in time order, their times on the video's clock; none for silence.
    """
    return tuple(
        SpeechSpan(audio.path, first, last, _heard(first, audio), _heard(last, audio))
        for first, last in plan_clips(measure_levels(audio.path), audio.samples)
    )


def _heard(sample: int, audio: AudioFile) -> float:
    """When a sample was heard: the filter delayed it."""
    return round(max(0.0, sample / SAMPLE_RATE - audio.delay), 3)
