"""Which backend `BACKEND` means, and what it shares with the worker."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass

from local.paid_services import given
from local.problem import ProblemError
from worker.settings.webhook_secrets import WebhookSecretError, read_webhook_secrets
from worker.urls.origins import read_origin

_CONNECT_SECONDS = 5


class BackendError(ProblemError):
    """`BACKEND` cannot be told."""


@dataclass(frozen=True)
class Target:
    """What `BACKEND` says.

    Attributes:
        url: A path in it is kept.
        secrets: What the backend shares with the worker, by setting.
    """

    url: str
    secrets: Mapping[str, str]

    @property
    def name(self) -> str:
        """For the person at the terminal."""
        return f"your backend at {self.url}" + ("" if "WEBHOOK_SECRET" in self.secrets else ", unsigned")


def read_target(environment: Mapping[str, str]) -> Target | None:
    """Read `BACKEND`, `BACKEND_INTERNAL_TOKEN` and `WEBHOOK_SECRET`; None where the first is not set.

    Raises:
        BackendError: Nothing answers there, or one of them cannot be used.
    """
    url = environment.get("BACKEND")
    if not url:
        return None
    origin = read_origin(url)
    if origin is None or "?" in url or "#" in url:
        raise BackendError(f"BACKEND={url} is no address such as http://127.0.0.1:5055.")
    _check_secret(environment.get("WEBHOOK_SECRET", ""))
    try:
        socket.create_connection((origin.host, origin.port), _CONNECT_SECONDS).close()
    except OSError as problem:
        raise BackendError(f"Nothing answers at BACKEND={url} ({problem}). Start your backend first.") from problem
    return Target(url.rstrip("/"), given(environment, "BACKEND_INTERNAL_TOKEN", "WEBHOOK_SECRET"))


def _check_secret(text: str) -> None:
    try:
        secrets = read_webhook_secrets(text)
    except WebhookSecretError as problem:
        raise BackendError(f"WEBHOOK_SECRET {problem}.") from None
    if secrets.by_origin is not None:
        raise BackendError("WEBHOOK_SECRET has to be the secret of this one backend, without an object of origins.")
