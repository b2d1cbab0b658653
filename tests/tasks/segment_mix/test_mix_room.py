"""How many segments of all jobs of a worker have files on the disk that they share."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline, a_delivery
from tests.fakes.delivery import FakeArtefacts, FakeBackend, FakeLedger
from tests.tasks.segment_mix.fakes import FakeMixer, FakeTracks
from tests.unit.dictation import Room
from worker.delivery.checkpoints import JobCheckpoints
from worker.delivery.claiming import Claims
from worker.delivery.lease import Lease
from worker.jobs.errors import FFMPEG_OUT_OF_TIME, RESULT_UNAVAILABLE, JobError
from worker.jobs.workspace import Workspace
from worker.tasks.segment_mix.fencing import fence
from worker.tasks.segment_mix.job import SegmentMixJob
from worker.tasks.segment_mix.mix import Segment
from worker.tasks.segment_mix.mix_segment import NEEDED_SECONDS
from worker.tasks.segment_mix.mix_segments import CONCURRENCY, mix_segments
from worker.tasks.segment_mix.ports import MOST_FETCHED, MixPorts

if TYPE_CHECKING:
    from pathlib import Path

SEGMENTS = tuple(Segment(index, f"{index}_bgm", f"{index}_tts", f"{index}_mix", 1.0, 1.0) for index in range(8))
JOB = SegmentMixJob("job-7", "123", "https://api.example.com/status", "projects/123", SEGMENTS)


@pytest.fixture
def tracks() -> FakeTracks:
    return FakeTracks({f"{segment.index}_{name}": b"sound" for segment in SEGMENTS for name in ("bgm", "tts")})


@pytest.fixture
def mixer() -> FakeMixer:
    """One that mixes at once."""
    mixer = FakeMixer()
    mixer.going_on.set()
    return mixer


def test_the_jobs_of_a_worker_share_the_room_for_fetched_segments(tracks: FakeTracks, tmp_path: Path) -> None:
    mixer, room, folders = FakeMixer(), Room(MOST_FETCHED), (tmp_path / "one", tmp_path / "other")
    for folder in folders:
        folder.mkdir()

    with ThreadPoolExecutor() as pool:
        jobs = [
            pool.submit(mix_segments, JOB, tracks, mixer, room, Workspace(folder, a_deadline())) for folder in folders
        ]
        try:
            assert all(mixer.waiting.acquire(timeout=60) for _ in range(MOST_FETCHED))
            room.wait_until_full(askers=len(folders) * CONCURRENCY - MOST_FETCHED)
            fetched = len(list(tmp_path.glob("*/*_bgm.wav")))
        finally:
            mixer.going_on.set()

    assert fetched == MOST_FETCHED
    assert [len(job.result()) for job in jobs] == [len(SEGMENTS)] * len(folders)


def test_the_tracks_of_a_segment_are_gone_when_its_mix_is_stored(
    tracks: FakeTracks, mixer: FakeMixer, tmp_path: Path
) -> None:
    there: list[bool] = []
    tracks.meanwhile["1_mix"] = lambda: there.extend(
        (tmp_path / f"0001_{name}.wav").exists() for name in ("bgm", "tts", "mix")
    )

    mix_segments(JOB, tracks, mixer, Room(MOST_FETCHED), Workspace(tmp_path, a_deadline()))

    assert there == [False, False, True]


def test_a_job_whose_neighbours_leave_no_room_goes_on_in_another_invocation(
    tracks: FakeTracks, mixer: FakeMixer, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path, a_deadline(NEEDED_SECONDS + 0.1))

    with pytest.raises(JobError) as caught:
        mix_segments(JOB, tracks, mixer, threading.Semaphore(0), workspace)

    assert caught.value.condition is FFMPEG_OUT_OF_TIME


def test_a_mix_that_is_stored_already_needs_no_room(tracks: FakeTracks, mixer: FakeMixer, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, a_deadline())
    mix_segments(JOB, tracks, mixer, Room(MOST_FETCHED), workspace)

    assert len(mix_segments(JOB, tracks, mixer, threading.Semaphore(0), workspace)) == len(SEGMENTS)


@pytest.mark.parametrize("errors", [[], [JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")]])
def test_a_job_leaves_the_room_as_it_found_it_however_it_ends(
    tracks: FakeTracks, mixer: FakeMixer, tmp_path: Path, errors: list[JobError]
) -> None:
    tracks.errors, room = list(errors), threading.Semaphore(1)

    with suppress(JobError):
        mix_segments(JOB, tracks, mixer, room, Workspace(tmp_path, a_deadline()))

    assert room.acquire(blocking=False)
    assert not room.acquire(blocking=False)


def test_the_jobs_of_a_worker_have_its_room_behind_their_fences(tracks: FakeTracks, mixer: FakeMixer) -> None:
    ports = MixPorts(tracks, mixer, FakeBackend())
    lease = Claims(FakeLedger(), FakeArtefacts(), 180.0).claim(JOB, a_delivery())

    assert isinstance(lease, Lease)
    assert fence(ports, JobCheckpoints(FakeArtefacts(), JOB, lease)).room is ports.room
