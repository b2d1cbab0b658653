"""What the segment mix needs from the world."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from worker.jobs.ports import Backend

if TYPE_CHECKING:
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.tasks.segment_mix.mix import Output, StoredFile, Track


MOST_FETCHED = 4
"""Segments of all jobs of a worker that have files on its disk: two tracks or the mix of them, 128 MB at most. Only the
one that is mixed has all three, one at a time; others are fetched and stored meanwhile."""


class Tracks(Protocol):
    """The bucket with the projects' files. Called from several threads at once."""

    def find(self, key: str, deadline: Deadline) -> StoredFile | None:
        """What is stored under a key, or None.

        Raises:
            DownloadError: forbidden or unavailable.
        """
        ...

    def fetch(self, file: StoredFile, path: Path, deadline: Deadline) -> None:
        """Copy a file that was found, and no other that took its place.

        Raises:
            DownloadError: gone, replaced, forbidden, unavailable or out of time.
        """
        ...

    def store(self, path: Path, output: Output, deadline: Deadline) -> bool:
        """Write a mix, and what it was made of, over just the file that was found there.

        Returns:
            Whether it is stored by this; not where another file is there by now, which may be this one by a try whose
            answer was lost.

        Raises:
            UnknownError: it cannot be written.
        """
        ...


class Mixer(Protocol):
    """Makes one sound of two. Called from several threads at once."""

    def mix(self, bgm: Track, tts: Track, out: Path, deadline: Deadline) -> None:
        """Write the sum as a 16-bit WAV file, as long as the longer one and with no peak above -1 dBTP.

        Of different rates and numbers of channels the higher is taken; sums of 16-bit samples at gains of 1 are exact
        where they stay under the ceiling.

        Raises:
            ExtractionError: one of them is no sound; the sentence says which. Or out of time or memory.
        """
        ...


@dataclass(frozen=True, slots=True)
class MixPorts:
    """Everything the task needs; `backend` is told that an attempt began, `room` is for the files of all jobs."""

    tracks: Tracks
    mixer: Mixer
    backend: Backend
    room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(MOST_FETCHED))
