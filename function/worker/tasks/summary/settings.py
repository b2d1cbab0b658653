"""The environment of the summary."""

from __future__ import annotations

import re
from importlib import resources
from typing import Annotated

from pydantic import AfterValidator, Field

from worker.settings.callbacks import WebhookSettings
from worker.settings.kinds import BaseUrl, Secret
from worker.speech.settings import SpeechSettings
from worker.video.settings import VideoSettings

_MODEL = re.compile(r"[!-~]+")


def _check_model(name: str) -> str:
    if not _MODEL.fullmatch(name):
        raise ValueError("must be a model's name in ASCII, without spaces")
    return name


def _check_prompt(name: str) -> str:
    names = sorted(file.name.removesuffix(".md") for file in resources.files("worker.tasks.summary.prompts").iterdir())
    if name not in names:
        raise ValueError(f"must be a file of the folder of prompts: {', '.join(names)}")
    return name


Model = Annotated[str, AfterValidator(_check_model)]
Prompt = Annotated[str, AfterValidator(_check_prompt)]


class Settings(SpeechSettings, WebhookSettings, VideoSettings, frozen=True):
    """The settings of a worker that makes summaries."""

    claude_api_url: BaseUrl = "https://api.anthropic.com/v1/messages"
    claude_api_key: Secret
    claude_model: Model = "claude-haiku-5-5"
    claude_max_tokens: int = Field(default=8000, ge=256, le=64_000)
    claude_prompt: Prompt = "summary"
