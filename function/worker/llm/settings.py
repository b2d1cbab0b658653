"""The settings of a worker that asks a language model."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from worker.settings.kinds import BaseUrl, Secret

_MODEL = re.compile(r"[!-~]+")


def _check_model(name: str) -> str:
    if not _MODEL.fullmatch(name):
        raise ValueError("must be a model's name in ASCII, without spaces")
    return name


Model = Annotated[str, AfterValidator(_check_model)]


class ModelSettings(BaseModel, frozen=True):
    """The model's address, key, name and length of answer."""

    claude_api_url: BaseUrl = "https://api.anthropic.com/v1/messages"
    claude_api_key: Secret
    claude_model: Model = "claude-haiku-5-5"
    claude_max_tokens: int = Field(default=8000, ge=256, le=64_000)
