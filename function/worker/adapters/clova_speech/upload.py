"""A recording as the body of a multipart form, read from the disk while it is sent."""

from __future__ import annotations

import io
import secrets
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class Upload:
    """The form with `params` and `media`; a context manager that has the file open.

    `params` has no file name: with one, the service answers 400. Its length is known, so that it is not sent in chunks.
    """

    def __init__(self, params: bytes, media: Path) -> None:
        self._boundary = secrets.token_hex(16)
        self._file = media.open("rb")
        head = _head(self._boundary, "params", "application/json") + params + b"\r\n"
        head += _head(self._boundary, "media", "audio/flac", "speech.flac")
        tail = f"\r\n--{self._boundary}--\r\n".encode()
        self._parts = [io.BytesIO(head), self._file, io.BytesIO(tail)]
        self._size = len(head) + media.stat().st_size + len(tail)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    @property
    def content_type(self) -> str:
        """The header with the boundary."""
        return f"multipart/form-data; boundary={self._boundary}"

    def __len__(self) -> int:
        """All its bytes."""
        return self._size

    def read(self, most: int = -1) -> bytes:
        """The next bytes, at most this many; empty at the end."""
        while self._parts:
            piece = self._parts[0].read(most)
            if piece:
                return piece
            self._parts.pop(0)
        return b""


def _head(boundary: str, name: str, kind: str, file: str | None = None) -> bytes:
    named = f'; filename="{file}"' if file else ""
    lines = (f"--{boundary}", f'Content-Disposition: form-data; name="{name}"{named}', f"Content-Type: {kind}", "", "")
    return "\r\n".join(lines).encode()
