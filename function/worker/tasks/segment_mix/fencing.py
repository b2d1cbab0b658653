"""Ports of a mix that stop storing once a newer order has replaced this one."""

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
    """Wrap the ports: they store a mix only while no newer order is known, and note each stored mix as progress."""
    return replace(ports, tracks=FencedTracks(ports.tracks, checkpoints))


class FencedTracks:
    """Implements `segment_mix.ports.Tracks` for one job.

    S3 cannot tell orders apart, so the sequence of steps is the fence. A job looks at a key, then asks the ledger for a
    newer order, and then overwrites only the file that it saw. The ledger knows a newer order before that order looks
    at any file. So the older order either finds it in the ledger, or finds another file than the one it saw.

    Two gaps remain. A newer order stores nothing where it finds its own mix. So an older order's write survives if it
    is in flight to S3 from before the newer order's first look until after its second (`mix_segments`). It also
    survives if the newer order stored the same bytes that the older one saw, because their ETags may be equal.
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
            SupersededError: the ledger knows a newer order.
        """
        self._checkpoints.refuse_superseded()
        stored = self._tracks.store(path, output, deadline)
        if stored:
            self._checkpoints.note_progress()
        return stored
