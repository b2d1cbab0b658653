"""Where a callback is sent, and what may be sent with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from worker.adapters.http.exchange import Connect
from worker.urls.destinations import DestinationError

if TYPE_CHECKING:
    from worker.adapters.http.guard import Guard


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to send. `setting` names the setting that allows it; `connect` is None if its host needs no check."""

    url: str
    setting: str
    gets_token: bool
    ca_bundle: str | None = None
    connect: Connect | None = None


def compose_endpoint(base_url: str, job_id: str, ca_bundle: str | None) -> Endpoint:
    """The backend's endpoint for a job; a path in the base URL is kept."""
    parts = urlsplit(base_url)
    path = f"{parts.path.rstrip('/')}/internal/jobs/{quote(job_id, safe='')}/complete"
    url = parts._replace(path=path).geturl()
    return Endpoint(url, "BACKEND_BASE_URL", gets_token=True, ca_bundle=ca_bundle)


def guard_endpoint(guard: Guard, ca_bundle: str | None) -> Endpoint:
    """The endpoint that a message names. Only the backend gets the token and the private certificates."""
    is_backend, url = guard.destination.is_backend, guard.destination.url
    return Endpoint(url, "CALLBACK_ALLOWED_ORIGINS", is_backend, ca_bundle if is_backend else None, guard.connect)


def refuse_every(_url: str) -> Guard:
    """Refuse every URL of a message: callbacks go only to the backend's own address."""
    raise DestinationError("no message may name an address")
