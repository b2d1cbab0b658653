"""Mix all segments of a job, several at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.jobs.errors import Handling, JobError
from worker.jobs.not_ready import raise_gravest
from worker.jobs.workspace import Workspace
from worker.tasks.segment_mix.mix import Mix, Segment
from worker.tasks.segment_mix.mix_segment import mix_segment
from worker.tasks.segment_mix.ports import Mixer, Tracks
from worker.telemetry.metrics import count
from worker.telemetry.stages import note, stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.tasks.segment_mix.job import SegmentMixJob

CONCURRENCY = 4
"""The bucket takes longer than the arithmetic."""


@stage("MIX")
def mix_segments(
    job: SegmentMixJob, tracks: Tracks, mixer: Mixer, room: threading.Semaphore, workspace: Workspace
) -> tuple[Mix, ...]:
    """Mix and store the segments, except for mixes that an earlier attempt or order has stored.

    Those are checked again at the end: an older order may have overwritten them meanwhile.

    `room` limits how many segments of all jobs have files on the disk.

    Returns:
        One mix a segment, in the message's order; only a job that keeps going returns mixes with a problem.

    Raises:
        JobError: a segment could not be mixed; the sentence names it. No other begins then, and of several failures one
            that a retry cannot cure is raised. A job that keeps going still fails where a retry may help, and where no
            segment could be mixed.
        SupersededError: the ledger knows a newer order.
    """
    runner = _SegmentRunner(tracks, mixer, room, workspace, keep_going=job.keep_going)
    with ThreadPoolExecutor(CONCURRENCY, thread_name_prefix="mix") as pool:
        mixes = runner.mix_all(job.segments, pool)
        mixes |= runner.mix_all(runner.find_overwritten(pool), pool)
    mixed = len(runner.made)
    count("SegmentsMixed", mixed)
    note(segments=len(mixes), mixed=mixed)
    if len(runner.skipped) == len(mixes):
        raise runner.skipped[0]
    return tuple(mixes.values())


@dataclass(frozen=True, slots=True)
class _SegmentRunner:
    """`made` are the segments that had to be mixed, `found` those with a stored mix, and what that was made of."""

    tracks: Tracks
    mixer: Mixer
    room: threading.Semaphore
    workspace: Workspace
    keep_going: bool
    failed: threading.Event = field(default_factory=threading.Event)
    made: list[Segment] = field(default_factory=list[Segment])
    found: list[tuple[Segment, str]] = field(default_factory=list[tuple[Segment, str]])
    skipped: list[JobError] = field(default_factory=list[JobError])

    def mix_all(self, segments: Sequence[Segment], pool: ThreadPoolExecutor) -> dict[int, Mix]:
        """Mix these segments; return the mixes by index, in order."""
        calls = [pool.submit(self.mix, segment) for segment in segments]
        raise_gravest(calls)
        return {mix.index: mix for call in calls if (mix := call.result())}

    def find_overwritten(self, pool: ThreadPoolExecutor) -> list[Segment]:
        """Look again at the mixes that were stored before; return the segments whose mix was overwritten since."""
        looked_at = zip(self.found, pool.map(self._is_stored, self.found), strict=True)
        return [segment for (segment, _), stored in looked_at if not stored]

    def _is_stored(self, found: tuple[Segment, str]) -> bool:
        segment, origin = found
        stored = self.tracks.find(segment.output_key, self.workspace.deadline)
        return stored is not None and stored.origin == origin

    def mix(self, segment: Segment) -> Mix | None:
        """Mix one segment; None if another one has failed the job."""
        if self.failed.is_set():
            return None
        try:
            return self._mix(segment)
        except BaseException:
            self.failed.set()
            raise

    def _mix(self, segment: Segment) -> Mix:
        try:
            origin = mix_segment(segment, self.tracks, self.mixer, self.room, self.workspace)
        except JobError as error:
            named = error.within("MIX", f"segment {segment.index}")
            if not self.keep_going or error.handling is not Handling.PERMANENT:
                raise named from error
            self.skipped.append(named)
            return Mix(segment.index, segment.output_key, named.sentence)
        if origin is None:
            self.made.append(segment)
        else:
            self.found.append((segment, origin))
        return Mix(segment.index, segment.output_key)
