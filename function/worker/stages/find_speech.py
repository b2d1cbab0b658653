"""Find the stretches of a recording that are worth sending to a recogniser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.domain.media import SAMPLE_RATE, SpeechSpan
from worker.stages.clip_plan import plan_clips
from worker.stages.levels import FRAME_SAMPLES, holds_speech, measure_levels

if TYPE_CHECKING:
    from worker.domain.media import AudioFile


def find_speech(audio: AudioFile) -> tuple[SpeechSpan, ...]:
    """Cut a recording into spans of at most 55 s, and leave out those too quiet to hold speech.

    Args:
        audio: the extracted sound.

    Returns:
        Spans in time order, their times on the video's clock; none for silence.
    """
    levels = measure_levels(audio.path)
    spans = plan_clips(levels, audio.samples)
    return tuple(
        SpeechSpan(audio.path, first, last, _heard(first, audio), _heard(last, audio))
        for first, last in spans
        if holds_speech(levels[first // FRAME_SAMPLES : -(-last // FRAME_SAMPLES)])
    )


def _heard(sample: int, audio: AudioFile) -> float:
    """When a sample was heard: the filter delayed it."""
    return round(max(0.0, sample / SAMPLE_RATE - audio.delay), 3)
