"""How jobs end: what the rest asks of the end of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from worker.jobs.callback import Callback
    from worker.tasks.summary.result import FailureReport, Status


class Ending(Protocol):
    """The end of a job; it succeeded where `failure` is None."""

    @property
    def status(self) -> Status:
        """As the ledger has it."""
        ...

    @property
    def failure(self) -> FailureReport | None:
        """Why it failed, if it did."""
        ...

    def callback(self, generation: str, supersedes: str | None = None) -> Callback | None:
        """What is told of it.

        Args:
            generation: names the upload or the order, so that the ends of two under one `job_id` are told apart.
            supersedes: webhook-id of the FAILED that was told before a person had the job run again.

        Returns:
            The same arguments always give the same bytes and the same id; None where nobody is told.
        """
        ...
