"""The backend of a deployment that has no settings for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from worker.adapters.backend.refusals import misconfigured

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Callback


class NoBackend:
    """Implements `jobs.ports.Backend` for a task that sends no callbacks: to send one is a configuration error."""

    def send(self, callback: Callback, deadline: Deadline) -> NoReturn:  # noqa: ARG002 - the port's signature
        raise misconfigured("the deployment names no backend", "BACKEND_BASE_URL")
