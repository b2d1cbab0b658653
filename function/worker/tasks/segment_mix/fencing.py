"""Ports of a mix that store nothing for an order that a newer one has replaced."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.jobs.ports import Checkpoints
    from worker.tasks.segment_mix.mix import Output, StoredFile
    from worker.tasks.segment_mix.ports import MixPorts, Tracks


def fence(ports: MixPorts, checkpoints: Checkpoints) -> MixPorts:
    """The same ports, which store a job's mixes only while no newer order is known, and note each as progress."""
    return replace(ports, tracks=FencedTracks(ports.tracks, checkpoints))


class FencedTracks:
    """Implements `segment_mix.ports.Tracks` for one job.

    S3 knows of no orders, so the sequence of steps is the fence: a job looks at a key, then asks whether a newer order
    is known, and then overwrites only the file that it saw. A newer order is known before it looks at any file: either
    the older order learns of it, or the newer one's mix is not the file that the older one saw.

    Two gaps remain. A newer order stores nothing where it finds its own mix: an older order's write stays if it is on
    its way to S3 from before the newer one looks until after it has looked again (`mix_segments`). An older order's
    write also stays if a newer one stored the very bytes that the older one saw: their ETags may be the same.
    """

    def __init__(self, tracks: Tracks, checkpoints: Checkpoints) -> None:
        self._tracks = tracks
        self._checkpoints = checkpoints

    def find(self, key: str, deadline: Deadline) -> StoredFile | None:
        return self._tracks.find(key, deadline)

    def fetch(self, file: StoredFile, path: Path, deadline: Deadline) -> None:
        self._tracks.fetch(file, path, deadline)

    def store(self, path: Path, output: Output, deadline: Deadline) -> bool:
        """Store a mix, unless a newer order is known.

        Raises:
            SupersededError: a newer order is known by now.
        """
        self._checkpoints.refuse_superseded()
        stored = self._tracks.store(path, output, deadline)
        if stored:
            self._checkpoints.note_progress()
        return stored
