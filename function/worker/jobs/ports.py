"""What the engine gives a task besides its job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Callback
    from worker.jobs.price import CallPrice

T = TypeVar("T")


class Checkpoints(Protocol):
    """Keeps, under `work/`, what one attempt of a job leaves for the next."""

    @property
    def supersedes(self) -> str | None:
        """Webhook-id of the outcome that was sent before the job started again, if it did."""
        ...

    def load(self, name: str) -> bytes | None:
        """The bytes that an attempt has saved under this name, or None.

        Raises:
            JobError: UNKNOWN_ERROR, the store cannot be read.
        """
        ...

    def save(self, name: str, body: bytes) -> bool:
        """Save bytes for the next attempt; returns whether that succeeded. A failure is logged."""
        ...

    def refuse_superseded(self) -> None:
        """Check that no newer upload or order is known.

        Raises:
            SupersededError: a newer one is known; the engine catches this and ends the job silently.
            JobError: UNKNOWN_ERROR, the ledger cannot be read.
        """
        ...

    def note_progress(self) -> None:
        """Note progress that no later attempt has to repeat; a failure is logged."""
        ...

    def pay(
        self, stage: str, name: str, call: Callable[[], T], dump: Callable[[T], bytes], price: CallPrice[T]
    ) -> tuple[T, bool]:
        """Make a paid call and save its answer. The ledger names the call from before it is made until that is saved.

        Args:
            stage: for the log, if the call has to be made again.
            name: of the answer.
            call: makes the call.
            dump: the answer -> the bytes to save.
            price: what the call costs, for the lid on the day.

        Returns:
            The answer, and whether it was saved; an answer that cannot be saved is used anyway.

        Raises:
            JobError: what the call raises.
            JobError: UNKNOWN_ERROR, the ledger cannot be written, or no day has room for this call, so it was not made.
            JobError: JOB_CANCELLED, the job was cancelled, so the call was not made.
            NotReady: the call would pass the lid on the day, so it was not made.
        """
        ...


class Backend(Protocol):
    """The receiver of callbacks."""

    def send(self, callback: Callback, deadline: Deadline) -> None:
        """Send a callback to its `url`, or to the backend's own address; returns once it is accepted.

        Raises:
            JobError: CALLBACK_FAILED, refused, unreachable, misconfigured, or a `url` that is not allowed.
        """
        ...
