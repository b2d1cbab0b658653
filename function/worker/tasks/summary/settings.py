"""The environment of the summary."""

from __future__ import annotations

import re
from importlib import resources
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

from worker.settings.callbacks import WebhookSettings
from worker.settings.kinds import BaseUrl, NeededWith, Secret
from worker.speech.settings import SpeechSettings
from worker.video.settings import VideoSettings

_MODEL = re.compile(r"[!-~]+")
_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-[0-9]+")


def _check_model(name: str) -> str:
    if not _MODEL.fullmatch(name):
        raise ValueError("must be a model's name in ASCII, without spaces")
    return name


def _check_region(name: str) -> str:
    if not _REGION.fullmatch(name):
        raise ValueError("must be the name of a Region, such as ap-northeast-2")
    return name


def _check_prompt(name: str) -> str:
    names = sorted(file.name.removesuffix(".md") for file in resources.files("worker.tasks.summary.prompts").iterdir())
    if name not in names:
        raise ValueError(f"must be a file of the folder of prompts: {', '.join(names)}")
    return name


Model = Annotated[str, AfterValidator(_check_model)]
Region = Annotated[str, AfterValidator(_check_region)]
Prompt = Annotated[str, AfterValidator(_check_prompt)]


class Settings(SpeechSettings, WebhookSettings, VideoSettings, frozen=True):
    """The settings of a worker that makes summaries."""

    claude_provider: Literal["anthropic", "bedrock"] = "anthropic"
    claude_api_url: BaseUrl = "https://api.anthropic.com/v1/messages"
    claude_api_key: Annotated[Secret, NeededWith("claude_provider", "anthropic")] = Field(
        default=SecretStr(""), validate_default=True
    )
    claude_model: Model = "claude-haiku-5-5"
    claude_max_tokens: int = Field(default=8000, ge=256, le=64_000)
    claude_prompt: Prompt = "summary"
    claude_structured: Literal["schema", "prompt"] = "schema"
    bedrock_region: Region = ""
    bedrock_endpoint_url: BaseUrl = ""

    @property
    def region_of_bedrock(self) -> str:
        """`BEDROCK_REGION`, or the stack's where it is unset."""
        return self.bedrock_region or self.aws_region
