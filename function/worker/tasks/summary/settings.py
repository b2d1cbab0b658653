"""The environment of the summary."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import AfterValidator, model_validator

from worker.llm.settings import ModelSettings
from worker.settings.callbacks import TellingSettings
from worker.settings.reading import validate
from worker.settings.webhook_secrets import WebhookSecretError, check_webhook_secrets, read_webhook_secrets
from worker.settings.worker import WorkerSettings
from worker.speech.settings import SpeechSettings
from worker.video.settings import VideoSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.urls.origins import Origin


def _check_prompt(name: str) -> str:
    names = sorted(file.name.removesuffix(".md") for file in resources.files("worker.tasks.summary.prompts").iterdir())
    if name not in names:
        raise ValueError(f"must be a file of the folder of prompts: {', '.join(names)}")
    return name


Prompt = Annotated[str, AfterValidator(_check_prompt)]


class Settings(TellingSettings, VideoSettings, SpeechSettings, ModelSettings, frozen=True):
    """What a worker that makes summaries needs."""

    claude_prompt: Prompt = "summary"

    def list_unsigned(self) -> list[Origin]:
        """Where callbacks go without a signature, although others are signed."""
        return read_webhook_secrets(self.webhook_secret.get_secret_value()).list_unsigned(self.told_origins)

    @model_validator(mode="after")
    def _check_webhook_secret(self) -> Self:
        """Here and not where it is told: the jobs of a wrong secret fail before anything is paid."""
        try:
            check_webhook_secrets(read_webhook_secrets(self.webhook_secret.get_secret_value()), self.told_origins)
        except WebhookSecretError as error:
            raise ValueError(f"WEBHOOK_SECRET: {error}") from None
        return self


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Validate what the summary needs.

    Args:
        environ: names and values; an empty value counts as unset, other names are let be.

    Raises:
        SettingsError: names every setting that is missing or cannot be used.
    """
    return validate(Settings, environ)


def names_summary(environ: Mapping[str, str]) -> bool:
    """Whether a setting is there that the summary requires and no other task does, so that it is meant to run."""
    required = {name for name, field in Settings.model_fields.items() if field.is_required()}
    return any(environ.get(name.upper(), "").strip() for name in required - set(WorkerSettings.model_fields))
