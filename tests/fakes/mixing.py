"""The projects' files, imitated."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.domain.errors import JobError
from worker.domain.segment_mix import StoredFile

if TYPE_CHECKING:
    from pathlib import Path

    from worker.domain.deadlines import Deadline
    from worker.mixing_ports import Tracks


@dataclass
class FakeTracks:
    """The projects' files in memory; `stores` fails with the errors due, one a call, in order."""

    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    origins: dict[str, str] = field(default_factory=dict[str, str])
    stored: list[str] = field(default_factory=list[str])
    errors: list[JobError] = field(default_factory=list[JobError])

    def find(self, key: str, deadline: Deadline) -> StoredFile | None:
        body = self.files.get(key)
        etag = hashlib.md5(body or b"", usedforsecurity=False).hexdigest()
        return None if body is None else StoredFile(key, etag, len(body), self.origins.get(key))

    def fetch(self, file: StoredFile, path: Path, deadline: Deadline) -> None:
        path.write_bytes(self.files[file.key])

    def store(self, path: Path, key: str, origin: str, deadline: Deadline) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.files[key], self.origins[key] = path.read_bytes(), origin
        self.stored.append(key)


def check_fakes() -> Tracks:
    return FakeTracks()
