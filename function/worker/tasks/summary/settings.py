"""The environment of the summary."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator

from worker.llm.settings import ModelSettings
from worker.settings.callbacks import CallbackSettings
from worker.settings.reading import validate
from worker.speech.settings import SpeechSettings
from worker.video.settings import VideoSettings

if TYPE_CHECKING:
    from collections.abc import Mapping


def _check_prompt(name: str) -> str:
    names = sorted(file.name.removesuffix(".md") for file in resources.files("worker.tasks.summary.prompts").iterdir())
    if name not in names:
        raise ValueError(f"must be a file of the folder of prompts: {', '.join(names)}")
    return name


Prompt = Annotated[str, AfterValidator(_check_prompt)]


class Settings(ModelSettings, SpeechSettings, CallbackSettings, VideoSettings, frozen=True):
    """The settings of a worker that makes summaries."""

    claude_prompt: Prompt = "summary"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Validate the settings of the summary.

    Args:
        environ: names and values; an empty value counts as unset, other names are ignored.

    Raises:
        SettingsError: names every setting that is missing or cannot be used.
    """
    return validate(Settings, environ)
