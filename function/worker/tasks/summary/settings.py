"""The environment of the summary."""

from __future__ import annotations

from importlib import resources
from typing import Annotated

from pydantic import AfterValidator

from worker.llm.settings import ModelSettings
from worker.settings.callbacks import WebhookSettings
from worker.speech.settings import SpeechSettings
from worker.video.settings import VideoSettings


def _check_prompt(name: str) -> str:
    names = sorted(file.name.removesuffix(".md") for file in resources.files("worker.tasks.summary.prompts").iterdir())
    if name not in names:
        raise ValueError(f"must be a file of the folder of prompts: {', '.join(names)}")
    return name


Prompt = Annotated[str, AfterValidator(_check_prompt)]


class Settings(ModelSettings, SpeechSettings, WebhookSettings, VideoSettings, frozen=True):
    """The settings of a worker that makes summaries."""

    claude_prompt: Prompt = "summary"
