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
"""Segments of all jobs with files on the worker's disk: two tracks or their mix, 128 MB at most. Only a segment that is
being mixed has all three; others are fetched and stored meanwhile."""


class Tracks(Protocol):
    """The bucket with the projects' files. Called from several threads at once."""

    def find(self, key: str, deadline: Deadline) -> StoredFile | None:
        """What is stored under a key, or None.

        Raises:
            JobError: S3_DOWNLOAD_FAILED, forbidden or unavailable.
        """
        ...

    def fetch(self, file: StoredFile, path: Path, deadline: Deadline) -> None:
        """Copy the file that was found; fail if another file has replaced it.

        Raises:
            JobError: S3_DOWNLOAD_FAILED, gone, replaced, forbidden, unavailable or out of time.
        """
        ...

    def store(self, path: Path, output: Output, deadline: Deadline) -> bool:
        """Write a mix, and what it was made of, over the file that was found there and no other.

        Returns:
            Whether this call stored it. False if another file is there now; that may be the same mix, stored by a call
            whose answer was lost.

        Raises:
            JobError: UNKNOWN_ERROR, it cannot be written.
        """
        ...


class Mixer(Protocol):
    """Makes one sound of two. Called from several threads at once."""

    def mix(self, bgm: Track, tts: Track, out: Path, deadline: Deadline) -> None:
        """Write the sum as a 16-bit WAV file, as long as the longer one and with no peak above -1 dBTP.

        Where rates or numbers of channels differ, the higher is taken; sums of 16-bit samples at gains of 1 are exact
        where they stay under the ceiling.

        Raises:
            JobError: FFMPEG_FAILED, one of them is no sound (the sentence says which), or out of time or memory.
        """
        ...


@dataclass(frozen=True, slots=True)
class MixPorts:
    """Everything the task needs; `backend` gets the callback of a beginning, `room` limits all jobs' files."""

    tracks: Tracks
    mixer: Mixer
    backend: Backend
    room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(MOST_FETCHED))
