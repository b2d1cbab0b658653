"""The projects' files and the mixer, imitated."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Semaphore
from typing import TYPE_CHECKING

from worker.jobs.errors import JobError
from worker.tasks.segment_mix.mix import StoredFile

if TYPE_CHECKING:
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.tasks.segment_mix.mix import Output, Track
    from worker.tasks.segment_mix.ports import Mixer, Tracks


@dataclass
class FakeTracks:
    """The projects' files in memory; `stores` fails with the errors due, one a call, in order.

    `meanwhile` happens once, while the file under its key is on its way to or from the worker.
    """

    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    origins: dict[str, str] = field(default_factory=dict[str, str])
    stored: list[str] = field(default_factory=list[str])
    errors: list[JobError] = field(default_factory=list[JobError])
    meanwhile: dict[str, Callable[[], object]] = field(default_factory=dict[str, Callable[[], object]])

    def find(self, key: str, deadline: Deadline) -> StoredFile | None:
        return self.look(key)

    def look(self, key: str) -> StoredFile | None:
        """What is under a key, without asking for it."""
        body = self.files.get(key)
        etag = hashlib.md5(body or b"", usedforsecurity=False).hexdigest()
        return None if body is None else StoredFile(key, etag, len(body), self.origins.get(key))

    def fetch(self, file: StoredFile, path: Path, deadline: Deadline) -> None:
        path.write_bytes(self.files[file.key])
        self._let_happen(file.key)

    def store(self, path: Path, output: Output, deadline: Deadline) -> bool:
        if self.errors:
            raise self.errors.pop(0)
        self._let_happen(output.key)
        there = self.look(output.key)
        if (there and there.etag) != (output.over and output.over.etag):
            return False
        self.put(output.key, path.read_bytes(), output.origin)
        return True

    def put(self, key: str, body: bytes, origin: str) -> None:
        """Store a file whatever is there."""
        self.files[key], self.origins[key] = body, origin
        self.stored.append(key)

    def _let_happen(self, key: str) -> None:
        self.meanwhile.pop(key, lambda: None)()


@dataclass
class FakeMixer:
    """Mixes nothing before it is `going_on`; `waiting` is released by everyone who waits for that."""

    waiting: Semaphore = field(default_factory=lambda: Semaphore(0))
    going_on: Event = field(default_factory=Event)

    def mix(self, bgm: Track, tts: Track, out: Path, deadline: Deadline) -> None:
        self.waiting.release()
        assert self.going_on.wait(60)
        out.write_bytes(b"mix")


def check_fakes() -> tuple[Tracks, Mixer]:
    return FakeTracks(), FakeMixer()
