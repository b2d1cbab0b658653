"""What the engine gives a task besides its job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Callback

T = TypeVar("T")


class Checkpoints(Protocol):
    """What the attempts of one job keep for the next one, under `work/`."""

    @property
    def supersedes(self) -> str | None:
        """Webhook-id of the end that was told before the job began anew."""
        ...

    def load(self, name: str) -> bytes | None:
        """What an attempt has saved under this name, or None.

        Raises:
            UnknownError: the store cannot be read.
        """
        ...

    def save(self, name: str, body: bytes) -> bool:
        """Save it for the next attempt; returns whether that succeeded, and a failure is logged."""
        ...

    def refuse_superseded(self) -> None:
        """Pass while no newer upload or order is known.

        Raises:
            SupersededError: one is; it is the engine's, and ends the job silently.
            UnknownError: the ledger cannot be read.
        """
        ...

    def get_further(self) -> None:
        """Note that something was made that no later attempt has to make; a failure is logged."""
        ...

    def pay(self, name: str, call: Callable[[], T], dump: Callable[[T], bytes]) -> tuple[T, bool]:
        """Make a paid call and save its answer. It stands in the ledger from before it is made until that is saved.

        Args:
            name: of the answer; what stands before its first hyphen is the stage in capitals.
            call: makes it.
            dump: the answer as it is saved.

        Returns:
            The answer, and whether it is saved: one that cannot be saved is used all the same.

        Raises:
            JobError: what the call raises.
            UnknownError: the ledger cannot be written, so that the call was not made.
        """
        ...


class Backend(Protocol):
    """The one who is told."""

    def tell(self, callback: Callback, deadline: Deadline) -> None:
        """Deliver a callback to its `url`, or to the backend's own address; returns when it was accepted with a 2xx.

        Raises:
            CallbackError: refused, unreachable, misconfigured, or a `url` that is not allowed.
        """
        ...
