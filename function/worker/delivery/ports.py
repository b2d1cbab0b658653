"""What a delivery needs from the world, whatever its task: who works on it, what is kept, who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from worker.delivery.delivery import Delivery
    from worker.delivery.ledger.entry import Entry, EntryName
    from worker.delivery.ledger.precedence import Newest
    from worker.jobs.job import Job


class Ledger(Protocol):
    """Who works on what, and how it ended."""

    def find(self, name: EntryName) -> Entry | None:
        """One generation of a job, as it stands at this moment.

        Raises:
            UnknownError: the ledger cannot be read.
        """
        ...

    def newest(self, place: str) -> Newest | None:
        """The newest that was claimed of a place (`delivery.ledger.precedence`), as it stands at this moment.

        Raises:
            UnknownError: the ledger cannot be read.
        """
        ...

    def supersede(self, newest: Newest) -> None:
        """Store what is newest over its revision before.

        Raises:
            StaleEntryError: another worker has stored what is newest since.
            UnknownError: the ledger cannot be written.
        """
        ...

    def due(self, now: float, most: int) -> list[EntryName]:
        """What the sweep has to look after, longest due first; may be behind by a moment, so read before acting.

        Args:
            now: seconds since 1970.
            most: how many to name at most.

        Raises:
            UnknownError: the ledger cannot be read.
        """
        ...

    def write(self, entry: Entry) -> None:
        """Store an entry over its revision before.

        Raises:
            StaleEntryError: another worker has written since.
            UnknownError: the ledger cannot be written.
        """
        ...


class Queue(Protocol):
    """Where the message came from."""

    def hide(self, receipt: str, seconds: int) -> None:
        """Keep a message invisible for this long from now; a failure is logged, since the queue's own clock stands."""
        ...

    def extend(self, receipt: str, seconds: int) -> float | None:
        """The same while the message is still worked on.

        Returns:
            When the queue did so, by its own clock in seconds since 1970; None where it did not, or does not say.
        """
        ...

    def send_again(self, delivery: Delivery, seconds: int) -> bool:
        """Send a message as a new one that appears after this long, at most 900 s; whether that succeeded.

        It says which message it was at first and when that was sent, so that it is taken neither for another upload
        nor for a redrive; and until when it can have been sent again, so that its redrive is known.
        """
        ...


class Artefacts(Protocol):
    """What a job keeps under `work/` so that a later attempt need not make or pay it again."""

    def recall(self, job: Job, name: str) -> bytes | None:
        """What was kept under this name, or None.

        Raises:
            UnknownError: the store cannot be read.
        """
        ...

    def keep(self, job: Job, name: str, body: bytes) -> None:
        """Keep it for the other attempts of this upload.

        Raises:
            UnknownError: the store cannot be written.
        """
        ...

    def clear(self, job: Job) -> None:
        """Delete what was kept for an upload that needs no other attempt.

        Raises:
            UnknownError: the store cannot be read or written; then its own rule deletes it some day.
        """
        ...
