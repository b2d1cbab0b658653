"""Ports of a mix that store nothing for an order whose place another one has taken."""

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
    """The same ports, which store a job's mixes while no newer order is known, and count each as a step ahead."""
    return replace(ports, tracks=FencedTracks(ports.tracks, checkpoints))


class FencedTracks:
    """Implements `segment_mix.ports.Tracks` for one job.

    S3 knows of no orders, so it is the sequence that fences: a job sees what is under a key, then asks whether a newer
    order is known, and then stores over just what it saw. A newer order is known before it looks at any file: either
    the older one hears of it, or the newer one's mix is another file than the older one saw.

    What is left: a newer order that finds its own mix there already stores none. An older order's that is on its way
    to S3 from before the newer one looks until after it has looked again (`mix_segments`) stays. So does one over the
    very bytes that the older one had seen there and a newer one stored again: an ETag may be just theirs.
    """

    def __init__(self, tracks: Tracks, checkpoints: Checkpoints) -> None:
        self._tracks = tracks
        self._checkpoints = checkpoints

    def find(self, key: str, deadline: Deadline) -> StoredFile | None:
        return self._tracks.find(key, deadline)

    def fetch(self, file: StoredFile, path: Path, deadline: Deadline) -> None:
        self._tracks.fetch(file, path, deadline)

    def store(self, path: Path, output: Output, deadline: Deadline) -> bool:
        """Likewise.

        Raises:
            SupersededError: a newer order is known by now.
        """
        self._checkpoints.refuse_superseded()
        stored = self._tracks.store(path, output, deadline)
        if stored:
            self._checkpoints.get_further()
        return stored
