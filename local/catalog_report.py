"""What a catalogued video left behind, for a person at a terminal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from local.request import ROOT
from local.standins.catalog import Upsert

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True)
class Catalogued:
    """Picture and its size, the row of `video_assets`, and what the API was told."""

    thumbnail: Path
    width: int
    height: int
    row: dict[str, Any]
    call: Upsert


def show_catalogued(console: Console, found: Catalogued) -> None:
    """Print everything."""
    shown = found.thumbnail.relative_to(ROOT)
    console.print(f"Thumbnail of {found.width} x {found.height}:", highlight=False, markup=False)
    console.print(f"  {shown}", highlight=False, markup=False, soft_wrap=True)
    table = Table(title="The row in video_assets", title_justify="left", show_header=False, box=None, padding=(0, 2))
    for name, value in found.row.items():
        table.add_row(name, Text(str(value)))
    console.print(table)
    console.print(f"The catalogue's API was told: PUT {found.call.path}", highlight=False, markup=False)
    console.print_json(json.dumps(found.call.body, ensure_ascii=False))
    console.print(f"CATALOGUED content {found.call.content_id}", style="bold green")
