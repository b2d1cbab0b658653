"""What the settings say about the summary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from worker.speech.audio import AudioFilter
from worker.speech.calls import Capacity
from worker.speech.engines import Engine
from worker.speech.listening import AUTO


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """What the settings say about this task.

    `engine` hears the videos that name none. `unset` holds, by engine, the settings that it lacks here.
    """

    instructions: str
    audio_filter: AudioFilter
    max_video_bytes: int
    capacity: Capacity
    audio_track: str = AUTO
    long_form_filter: AudioFilter = AudioFilter.NONE
    engine: Engine = Engine.CSR
    unset: Mapping[Engine, tuple[str, ...]] = field(default_factory=dict[Engine, tuple[str, ...]])
