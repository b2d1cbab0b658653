"""What stands in the ledger's table is read, and written back with its other fields as they were."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.golden.stored.equipment import TableLedger
from tests.golden.stored.files import read_stores, write_compactly
from tests.golden.stored.plays import LEDGER
from tests.golden.stored.stores import Table, name_of
from worker.delivery.ledger.entry import EntryName

if TYPE_CHECKING:
    from tests.golden.stored.stores import Item

LATER: dict[str, object] = {
    "yields": 0,
    "in_air": [],
    "lost": [],
    "sent_at": 0.0,
    "task": "summary",
    "callback_url": None,
    "abandoned": None,
    "resent": {},
    "made_at": 0.0,
    "queue_ahead": 0.0,
}
"""What releases after the first one have added to an entry, and what it means where it does not stand there."""

LATER_IN_OUTCOME: dict[str, object] = {
    "kept_as": "callback.json",
    "again_at": 0.0,
    "refused": False,
    "perhaps_heard": False,
    "queue_time": None,
}


def write_back(table: Table, item: Item) -> Item:
    """Read an item and write it as its next revision; returns what stands there then."""
    ledger = TableLedger(table)
    job_id, generation = name_of(item)
    if job_id.startswith("newest/"):
        newest = ledger.newest(job_id.removeprefix("newest/"))
        assert newest is not None
        ledger.write_newest(replace(newest, revision=newest.revision + 1))
    else:
        entry = ledger.find(EntryName(job_id, generation))
        assert entry is not None
        ledger.write(replace(entry, revision=entry.revision + 1))
    return table.items[job_id, generation]


def as_next_revision(item: Item) -> Item:
    number = int(item["revision"]["N"])
    text, found = re.subn(rf'"revision":{number}(?=[,}}])', f'"revision":{number + 1}', item["entry"]["S"])
    assert found == 1
    return item | {"revision": {"N": str(number + 1)}, "entry": {"S": text}}


@pytest.mark.parametrize("name", LEDGER)
def test_what_is_read_is_written_back_to_the_byte_but_for_its_revision(name: str) -> None:
    table = read_stores(f"ledger/{name}").table

    for item in list(table.items.values()):
        assert write_back(table, item) == as_next_revision(item)


def entry_of(name: str) -> tuple[Item, dict[str, Any]]:
    [item] = [item for item in read_stores(f"ledger/{name}").table.items.values() if '"epoch"' in item["entry"]["S"]]
    return item, json.loads(item["entry"]["S"])


def write_entry_back(item: Item, entry: dict[str, Any]) -> dict[str, Any]:
    item = item | {"entry": {"S": write_compactly(entry)}}
    return json.loads(write_back(Table({name_of(item): item}), item)["entry"]["S"])


@pytest.mark.parametrize(("field", "meaning"), LATER.items())
def test_a_field_that_an_older_release_has_not_written_means_what_it_did_there(field: str, meaning: object) -> None:
    item, entry = entry_of("claimed")
    lacking = {name: value for name, value in entry.items() if name != field}

    assert write_entry_back(item, lacking) == entry | {field: meaning, "revision": entry["revision"] + 1}


@pytest.mark.parametrize(("field", "meaning"), LATER_IN_OUTCOME.items())
def test_the_same_of_an_outcome(field: str, meaning: object) -> None:
    item, entry = entry_of("decided_failed")
    lacking = {name: value for name, value in entry["outcome"].items() if name != field}

    assert write_entry_back(item, entry | {"outcome": lacking})["outcome"] == entry["outcome"] | {field: meaning}


def test_a_field_of_a_later_release_is_read_past() -> None:
    item, entry = entry_of("decided_failed")
    later = entry | {"of_tomorrow": 1, "outcome": entry["outcome"] | {"of_tomorrow": 1}}

    assert write_entry_back(item, later) == entry | {"revision": entry["revision"] + 1}
