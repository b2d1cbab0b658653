"""The seeded selection: the same files in the same order on every machine with the same FFmpeg."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from tests.hostile.boxes import damage_box, find_boxes
from tests.hostile.mutations import mutations
from tests.hostile.oddments import oddments
from tests.hostile.originals import originals

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20261120


@dataclass(frozen=True)
class Specimen:
    """One file. `original` names the intact one behind it, None for an oddment; `cut` says that bytes are missing."""

    name: str
    original: str | None
    content: bytes
    cut: bool = False


def gather(count: int) -> list[Specimen]:
    """So many files, spread evenly over all kinds; the eight intact ones come first and are not counted.

    Every oddment is among a thousand, and a few are among sixty.
    """
    intact = [Specimen(f"{name}: intact", name, content) for name, content in originals()]
    odd = [Specimen(name, None, content) for name, content in oddments()]
    odd = _spread(odd, min(len(odd), count // 8))
    return [*intact, *odd, *_spread(list(_damaged_files()), count - len(odd))]


def _spread(specimens: list[Specimen], count: int) -> list[Specimen]:
    if count > len(specimens):
        raise ValueError(f"there are only {len(specimens)} files")
    return [specimens[place * len(specimens) // count] for place in range(count)]


def _damaged_files() -> Iterator[Specimen]:
    for name, content in originals():
        for mutation, change in mutations():
            chance = Random(f"{SEED} {name} {mutation}")  # noqa: S311 - a seed is wanted
            changed = change(content, chance)
            yield Specimen(f"{name}: {mutation}", name, changed, cut=len(changed) < len(content))
    for name, content in originals():
        if name.endswith(".mp4"):
            for box in find_boxes(content):
                for damage, changed in damage_box(content, box):
                    yield Specimen(f"{name}: {damage}", name, changed)
