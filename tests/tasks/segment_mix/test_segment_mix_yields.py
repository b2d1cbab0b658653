"""A segment mix whose time runs out goes on in other invocations, as many as bring it further."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Semaphore
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_mix_message
from tests.fakes.delivery import FakeLedger
from tests.handler.stage import Stage
from tests.tasks.segment_mix.fakes import FakeTracks
from tests.tasks.segment_mix.orders import FOLDER, MUSIC
from worker.delivery.attempt import MOST_YIELDS
from worker.delivery.ledger.entry import EntryName
from worker.jobs.errors import FFMPEG_OUT_OF_TIME, LEDGER_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from pathlib import Path

    from worker.delivery.ledger.entry import Entry
    from worker.jobs.deadline import Deadline
    from worker.tasks.segment_mix.mix import Output

SEGMENTS = range(1, MOST_YIELDS + 4)
ORDER = a_mix_message(segments=[{"index": index} for index in SEGMENTS])


@dataclass
class SlowTracks(FakeTracks):
    """Stores as many mixes as there is time for."""

    time_for: Semaphore = field(default_factory=lambda: Semaphore(0))

    def store(self, path: Path, output: Output, deadline: Deadline) -> bool:
        if not self.time_for.acquire(blocking=False):
            raise JobError(FFMPEG_OUT_OF_TIME, "MIX", "there was no time left.")
        return super().store(path, output, deadline)


class Forgetful(FakeLedger):
    """Takes no checkpoint."""

    def write(self, entry: Entry) -> None:
        before = self.find(EntryName(entry.job_id, entry.generation))
        if before and entry.yields < before.yields:
            raise JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")
        super().write(entry)


@pytest.fixture
def tracks() -> SlowTracks:
    names = ("bgm", "tts")
    return SlowTracks({f"{FOLDER}/{index:04d}_{name}.wav": MUSIC for index in SEGMENTS for name in names})


@pytest.fixture
def stage(tracks: SlowTracks) -> Stage:
    return Stage(tracks=tracks)


def invoke(stage: Stage, tracks: SlowTracks, time_for: int) -> None:
    tracks.time_for = Semaphore(time_for)
    stage.deliver(ORDER)


def test_a_mix_that_stores_a_segment_each_time_may_take_any_number_of_invocations(
    stage: Stage, tracks: SlowTracks
) -> None:
    for _ in SEGMENTS:
        invoke(stage, tracks, 1)

    assert stage.statuses[-1] == "segment_mix_completed"
    assert sorted(tracks.stored) == [f"{FOLDER}/{index:04d}_mix.wav" for index in SEGMENTS]


def test_a_mix_that_stores_nothing_more_in_as_many_invocations_fails_of_it(stage: Stage, tracks: SlowTracks) -> None:
    invoke(stage, tracks, 1)
    for _ in range(MOST_YIELDS):
        invoke(stage, tracks, 0)

    assert stage.statuses[-1] == "failed"


def test_one_segment_counts_however_often_nothing_was_stored_before(stage: Stage, tracks: SlowTracks) -> None:
    for _ in range(MOST_YIELDS):
        invoke(stage, tracks, 0)
    invoke(stage, tracks, 1)
    for _ in range(MOST_YIELDS - 1):
        invoke(stage, tracks, 0)

    assert "failed" not in stage.statuses


def test_a_checkpoint_that_the_ledger_does_not_take_fails_no_mix(stage: Stage, tracks: SlowTracks) -> None:
    stage.ledger = Forgetful()
    invoke(stage, tracks, 0)

    invoke(stage, tracks, len(SEGMENTS))

    assert stage.statuses[-1] == "segment_mix_completed"
