"""The services that a delivery needs, whatever its task: the ledger, the queue, and the store of checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from worker.delivery.delivery import Delivery
    from worker.delivery.ledger.entry import Entry, EntryName
    from worker.delivery.ledger.precedence import Newest
    from worker.jobs.job import Job


class Costs(Protocol):
    """Counts what paid calls cost, day by day; each method raises `JobError` (UNKNOWN_ERROR) as `Ledger` does."""

    def add_cost(self, day: str, krw: float, lid: float | None = None) -> float | None:
        """Add to the sum of a day, unless the sum would pass the lid; of workers that add at once none passes it.

        Args:
            day: its date, as in `2026-12-01`.
            krw: won; less than 0 gives back.
            lid: in won; None for none.

        Returns:
            The day's new sum in won; None if nothing was added. If the answer of a write was lost, its retry counts
            the price once more.
        """
        ...

    def cost_of(self, day: str) -> float:
        """The sum of a day in won, as it is at this moment; 0 of a day without a call."""
        ...


class Ledger(Costs, Protocol):
    """Records who works on which job, and how it ended.

    Each method raises `JobError` (UNKNOWN_ERROR) if the ledger cannot be read or written.
    """

    def find(self, name: EntryName) -> Entry | None:
        """One generation of a job, as it is at this moment."""
        ...

    def newest(self, place: str) -> Newest | None:
        """The newest claimed upload or order of a place (`delivery.ledger.precedence`), as it is at this moment."""
        ...

    def write_newest(self, newest: Newest) -> None:
        """Store the newest of a place over its previous revision.

        Raises:
            StaleEntryError: another worker has stored a newest since.
        """
        ...

    def due(self, now: float, most: int) -> list[EntryName]:
        """The entries that the sweep has to handle, longest due first; may be stale, so read an entry before acting.

        Args:
            now: seconds since 1970.
            most: the largest number of names to return.
        """
        ...

    def waiting(self, now: float, most: int) -> list[EntryName]:
        """The entries of jobs that wait for something and look again later, soonest first.

        May be stale, as `due`, and may name others, so read an entry before counting it.
        """
        ...

    def write(self, entry: Entry) -> None:
        """Store an entry over its previous revision.

        Raises:
            StaleEntryError: another worker has written since.
        """
        ...


class Queue(Protocol):
    """The queue that the message came from."""

    def hide(self, receipt: str, seconds: int) -> None:
        """Hide a message for this many seconds; a failure is only logged, since the queue's own timeout applies."""
        ...

    def extend(self, receipt: str, seconds: int) -> float | None:
        """Hide a message that is still being worked on; a failure is only logged, too.

        Returns:
            When the queue hid it, by its own clock in seconds since 1970; None where it did not, or did not say.
        """
        ...

    def requeue(self, delivery: Delivery, seconds: int) -> bool:
        """Send a message as a new one that appears after this many seconds, at most 900; returns whether it was sent.

        The new message carries the first one's id and sending time, so that it counts neither as another upload nor as
        a redrive. It also carries the latest time at which it can have been sent, so that its redrive is recognised.
        """
        ...


class Artefacts(Protocol):
    """Keeps a job's results under `work/`, so that a later attempt need not make them or pay for them again.

    Each method raises `JobError` (UNKNOWN_ERROR) if the store cannot be read or written.
    """

    def load(self, job: Job, name: str) -> bytes | None:
        """The bytes saved under this name, or None."""
        ...

    def save(self, job: Job, name: str, body: bytes) -> None:
        """Save bytes for the other attempts of this upload."""
        ...

    def clear(self, job: Job) -> None:
        """Delete everything of an upload that needs no other attempt; else the bucket's own rule deletes it later."""
        ...
