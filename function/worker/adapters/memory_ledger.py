"""A ledger in this process's memory, for a laptop without a table. It is lost when the process ends."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from worker.delivery.ledger.due import DeathLimits, due_at
from worker.delivery.ledger.entry import Entry, EntryName, StaleEntryError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from worker.delivery.ledger.precedence import Newest


class MemoryLedger:
    """Implements `delivery.ports.Ledger`; safe to use from several threads."""

    def __init__(self, entries: Iterable[Entry] = (), limits: DeathLimits | None = None) -> None:
        self._entries = {EntryName.of(entry): entry for entry in entries}
        self._newest: dict[str, Newest] = {}
        self._costs: dict[str, float] = {}
        self._limits = limits or DeathLimits()
        self._lock = Lock()

    def find(self, name: EntryName) -> Entry | None:
        with self._lock:
            return self._entries.get(name)

    def newest(self, place: str) -> Newest | None:
        with self._lock:
            return self._newest.get(place)

    def write_newest(self, newest: Newest) -> None:
        with self._lock:
            _refuse_stale(newest, self._newest.get(newest.rank.place))
            self._newest[newest.rank.place] = newest

    def write(self, entry: Entry) -> None:
        name = EntryName.of(entry)
        with self._lock:
            _refuse_stale(entry, self._entries.get(name))
            self._entries[name] = entry

    def due(self, now: float, most: int) -> list[EntryName]:
        with self._lock:
            dues = {name: due_at(entry, self._limits) for name, entry in self._entries.items()}
        found = [(due, name) for name, due in dues.items() if due is not None and due <= now]
        return [name for _, name in sorted(found, key=lambda one: one[0])[:most]]

    def waiting(self, now: float, most: int) -> list[EntryName]:
        with self._lock:
            waits = {name: entry.waiting for name, entry in self._entries.items() if entry.on_hold}
        found = [(wait.until, name) for name, wait in waits.items() if wait is not None and wait.until > now]
        return [name for _, name in sorted(found, key=lambda one: one[0])[:most]]

    def add_cost(self, day: str, krw: float, lid: float | None = None) -> float | None:
        with self._lock:
            total = self._costs.get(day, 0.0) + krw
            if lid is not None and total > lid:
                return None
            self._costs[day] = total
            return total

    def cost_of(self, day: str) -> float:
        with self._lock:
            return self._costs.get(day, 0.0)


def _refuse_stale(given: Entry | Newest, stored: Entry | Newest | None) -> None:
    if given.revision != (stored.revision if stored else 0) + 1:
        raise StaleEntryError
