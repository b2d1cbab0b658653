"""A ledger in the memory of this process, for a laptop without a table: it forgets when the process ends."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from worker.domain.care import Patience, due_at
from worker.domain.ledger import Entry, EntryName, StaleEntryError

if TYPE_CHECKING:
    from collections.abc import Iterable


class MemoryLedger:
    """Implements `delivery_ports.Ledger`; safe to use from several threads."""

    def __init__(self, entries: Iterable[Entry] = (), patience: Patience | None = None) -> None:
        self._entries = {(entry.job_id, entry.generation): entry for entry in entries}
        self._patience = patience or Patience()
        self._lock = Lock()

    def read(self, job_id: str) -> list[Entry]:
        """See `delivery_ports.Ledger.read`."""
        with self._lock:
            return [entry for entry in self._entries.values() if entry.job_id == job_id]

    def write(self, entry: Entry) -> None:
        """See `delivery_ports.Ledger.write`."""
        key = (entry.job_id, entry.generation)
        with self._lock:
            stored = self._entries.get(key)
            if entry.revision != (stored.revision if stored else 0) + 1:
                raise StaleEntryError
            self._entries[key] = entry

    def due(self, now: float, most: int) -> list[EntryName]:
        """See `delivery_ports.Ledger.due`."""
        with self._lock:
            dues = {name: due_at(entry, self._patience) for name, entry in self._entries.items()}
        found = sorted((due, name) for name, due in dues.items() if due is not None and due <= now)
        return [EntryName(*name) for _, name in found[:most]]
