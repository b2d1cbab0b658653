"""Every item of the ledger's table: jobs, the places of their results, and those that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from worker.delivery.ledger.entry import Entry, EntryName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from local.operating.place import Place

_ENTRY = TypeAdapter(Entry)


@dataclass(frozen=True)
class LedgerItems:
    """What the table holds.

    Attributes:
        entries: The jobs, by the keys of their items.
        places: Keys of the items that say which upload of a place is the newest.
        unreadable: Keys of the items that this version cannot read, so that nobody knows whose they are.
    """

    entries: dict[EntryName, Entry]
    places: tuple[EntryName, ...]
    unreadable: tuple[EntryName, ...]


def read_ledger_items(place: Place) -> LedgerItems:
    """Read the whole table: it has no index by user, and holds 30 days.

    Raises:
        REFUSALS: AWS refuses.
    """
    entries, places, unreadable = dict[EntryName, Entry](), list[EntryName](), list[EntryName]()
    for name, body in _scan(place):
        if _names_a_place(name):
            places.append(name)
            continue
        try:
            entries[name] = _ENTRY.validate_json(body)
        except ValidationError:
            unreadable.append(name)
    return LedgerItems(entries, tuple(places), tuple(unreadable))


def _scan(place: Place) -> Iterator[tuple[EntryName, str]]:
    pages = place.aws.tables.get_paginator("scan").paginate(
        TableName=place.outputs["JobTableName"], ConsistentRead=True
    )
    for page in pages:
        for item in page.get("Items", []):
            yield EntryName(_text(item, "job_id"), _text(item, "generation")), _text(item, "entry")


def _text(item: Mapping[str, Mapping[str, object]], name: str) -> str:
    return str(item.get(name, {}).get("S", ""))


def _names_a_place(name: EntryName) -> bool:
    """Whether an item says which upload of a place is the newest: no job's id has a slash."""
    return "/" in name.job_id
