"""Stores as files that people can read, and from which they come back to the byte."""

from __future__ import annotations

import json
import re
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.golden.stored.stores import Bucket, Item, Stored, Stores, Table, name_of

FOLDER = Path(__file__).parents[1]

OWNER = "0123456789abcdef0123456789abcdef"
"""Stands for the one that was drawn by lot."""

_OWNER = re.compile(r'("owner": ")[0-9a-f]{32}"')
_DURATION = re.compile(rb'("duration_ms": ?)\d+')
_UNIT = 4
"""Bytes that are looked for again: two samples."""


def read_stores(name: str) -> Stores:
    """What a file holds; `name` is its path below this folder, without the suffix."""
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    items = [read_item(shown) for shown in found["items"]]
    objects = {key: _read_object(shown) for key, shown in found.get("objects", {}).items()}
    return Stores(Table({name_of(item): item for item in items}), Bucket(objects))


def read_item(shown: dict[str, Any]) -> Item:
    return shown | {"entry": {"S": write_compactly(shown["entry"])}}


def write_compactly(value: object) -> str:
    """JSON as the ledger writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def show_table(table: Table) -> str:
    """The text of a file: every item with every field of its entry on a line of its own."""
    return _write({"items": _show_items(table)})


def show_stores(stores: Stores, *folders: str) -> str:
    """The same with the objects in these folders of the bucket."""
    found = {key: one for key, one in sorted(stores.bucket.objects.items()) if key.startswith(folders)}
    objects = {key: _show_object(key, one) for key, one in found.items()}
    return _write({"items": _show_items(stores.table), "objects": objects})


def still(body: bytes) -> bytes:
    """A body as if its job had taken no time."""
    return _DURATION.sub(rb"\g<1>0", body)


def _show_items(table: Table) -> list[dict[str, Any]]:
    return [_show_item(item) for _, item in sorted(table.items.items())]


def _show_item(item: Item) -> dict[str, Any]:
    entry = json.loads(item["entry"]["S"])
    assert write_compactly(entry) == item["entry"]["S"]
    return {**item, "entry": entry}


def _show_object(key: str, one: Stored) -> dict[str, Any]:
    """Text as it is and sound by its runs; of a mix only what it was made of, since how it sounds is no contract."""
    metadata = {"metadata": one.metadata} if one.metadata else {}
    if key.endswith("_mix.wav"):
        return metadata
    if key.endswith(".wav") or "/pcm-" in key:
        return {"runs": _show_runs(one.body), **metadata}
    return {"text": still(one.body).decode(), **metadata}


def _show_runs(body: bytes) -> list[str]:
    units = (body[start : start + _UNIT] for start in range(0, len(body), _UNIT))
    return [f"{unit.hex()} * {len(list(run))}" for unit, run in groupby(units)]


def _read_object(shown: dict[str, Any]) -> Stored:
    runs = [run.partition(" * ") for run in shown.get("runs", [])]
    sound = b"".join(bytes.fromhex(unit) * int(number) for unit, _, number in runs)
    return Stored(sound or shown.get("text", "").encode(), shown.get("metadata", {}))


def _write(document: dict[str, Any]) -> str:
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return _OWNER.sub(rf'\g<1>{OWNER}"', text) + "\n"
