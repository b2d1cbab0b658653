"""What it takes to tell the backend of an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import SecretStr, model_validator

from worker.settings.kinds import BaseUrl, Host, Origins, Secret
from worker.settings.reading import validate
from worker.settings.webhook_secrets import WebhookSecretError, check_webhook_secrets, read_webhook_secrets
from worker.settings.worker import WorkerSettings
from worker.urls.origins import Origin, read_origin, read_origins

if TYPE_CHECKING:
    from collections.abc import Mapping


class TellingSettings(WorkerSettings, frozen=True):
    """Who is told, also when the rest of the settings cannot be used."""

    backend_base_url: BaseUrl
    backend_internal_token: Secret
    callback_allowed_origins: Origins = ""
    job_callback_localhost_host: Host = ""
    webhook_secret: SecretStr = SecretStr("")

    @property
    def told_origins(self) -> frozenset[Origin]:
        """Where callbacks may go: the backend's own origin, and those that messages may name."""
        own = read_origin(self.backend_base_url)
        return read_origins(self.callback_allowed_origins) | frozenset([own] if own else [])

    @model_validator(mode="after")
    def _demand_an_allowed_origin(self) -> Self:
        allowed = read_origins(self.callback_allowed_origins)
        if allowed and read_origin(self.backend_base_url) not in allowed:
            raise ValueError("CALLBACK_ALLOWED_ORIGINS: the origin of BACKEND_BASE_URL is not among them")
        if self.app_env != "dev" and any(origin.scheme == "http" for origin in allowed):
            raise ValueError("CALLBACK_ALLOWED_ORIGINS: plain http is for APP_ENV=dev only")
        return self


class CallbackSettings(TellingSettings, frozen=True):
    """What a task needs whose ends are told: the same, with a secret that can be used."""

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


def read_telling_settings(environ: Mapping[str, str]) -> TellingSettings:
    """Validate just what telling the backend needs.

    Raises:
        SettingsError: not even that is there.
    """
    return validate(TellingSettings, environ)
