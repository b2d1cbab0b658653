"""A callback, and a backend adapter that delivers it to a stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.adapters.naps import Naps
from tests.builders import a_result
from worker.adapters.backend.backend import HttpBackend
from worker.adapters.calls.keys import Keys
from worker.jobs.deadline import Deadline

if TYPE_CHECKING:
    from local.standins.backend import BackendStandIn
    from worker.jobs.ending import Callback

TOKEN = "local-token"
CALLBACK = a_result().callback("generation")


def keys(token: str = TOKEN, secret: str = "") -> Keys:
    """A stand-in's token, which stays as it is."""
    return Keys({"BACKEND_INTERNAL_TOKEN": token, "WEBHOOK_SECRET": secret})


def tell(backend: BackendStandIn, naps: Naps | None = None, callback: Callback = CALLBACK) -> None:
    """Deliver a callback with time to spare."""
    HttpBackend(backend.url, keys(), (naps or Naps()).policy()).send(callback, Deadline.after(60))
