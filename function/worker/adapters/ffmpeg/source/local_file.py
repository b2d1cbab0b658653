"""A file on this machine, read like an upload."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

_PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class LocalFile:
    """Implements `video.video.Video` for a file in the workspace."""

    path: Path

    @property
    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size

    def stream(self, first: int, last: int) -> Generator[bytes]:
        with self.path.open("rb") as file:
            file.seek(first)
            while piece := file.read(max(0, min(_PIECE_BYTES, last - file.tell()))):
                yield piece
