"""Settings -> what the summary works with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.llm.recalled import RecallingModel
from worker.speech.recalled import RecallingRecogniser
from worker.speech.resume import ResumingExtractor

if TYPE_CHECKING:
    from worker.jobs.ports import Checkpoints
    from worker.tasks.summary.ports import Ports


def resume(ports: Ports, checkpoints: Checkpoints) -> Ports:
    """The same ports, which decode and ask only what no attempt of this job has decoded or asked before."""
    speech = RecallingRecogniser(ports.speech, checkpoints)
    audio = ResumingExtractor(ports.audio, checkpoints, speech.answered)
    return replace(ports, audio=audio, speech=speech, model=RecallingModel(ports.model, checkpoints))
