"""The settings for sending callbacks."""

from __future__ import annotations

from typing import Self

from pydantic import SecretStr, model_validator

from worker.settings.kinds import BaseUrl, Host, Origins, Secret
from worker.settings.reading import WrongSettingError
from worker.settings.webhook_secrets import WebhookSecretError, check_webhook_secrets, read_webhook_secrets
from worker.settings.worker import WorkerSettings
from worker.urls.origins import Origin, read_origin, read_origins


class BackendSettings(WorkerSettings, frozen=True):
    """Where callbacks go; usable even when other settings are not."""

    backend_base_url: BaseUrl
    backend_internal_token: Secret
    callback_allowed_origins: Origins = ""
    job_callback_localhost_host: Host = ""
    webhook_secret: SecretStr = SecretStr("")

    @property
    def callback_origins(self) -> frozenset[Origin]:
        """Where callbacks may go: the backend's own origin and the origins that messages may name."""
        own = read_origin(self.backend_base_url)
        return read_origins(self.callback_allowed_origins) | frozenset([own] if own else [])

    @model_validator(mode="after")
    def _demand_an_allowed_origin(self) -> Self:
        allowed = read_origins(self.callback_allowed_origins)
        if allowed and read_origin(self.backend_base_url) not in allowed:
            raise WrongSettingError("CALLBACK_ALLOWED_ORIGINS", "the origin of BACKEND_BASE_URL is not among them")
        if self.app_env != "dev" and any(origin.scheme == "http" for origin in allowed):
            raise WrongSettingError("CALLBACK_ALLOWED_ORIGINS", "plain http is for APP_ENV=dev only")
        return self


class WebhookSettings(BackendSettings, frozen=True):
    """What a task that sends callbacks needs: the same, with a webhook secret that can be used."""

    def list_unsigned(self) -> list[Origin]:
        """The origins that get unsigned callbacks while others get signed ones."""
        return read_webhook_secrets(self.webhook_secret.get_secret_value()).list_unsigned(self.callback_origins)

    @model_validator(mode="after")
    def _check_webhook_secret(self) -> Self:
        """Check it here, not when sending: with a wrong secret, jobs fail before they pay for anything."""
        try:
            check_webhook_secrets(read_webhook_secrets(self.webhook_secret.get_secret_value()), self.callback_origins)
        except WebhookSecretError as error:
            raise WrongSettingError("WEBHOOK_SECRET", str(error)) from None
        return self
