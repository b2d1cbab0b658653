from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.s3_stand_in import S3StandIn, break_off, cut_off
from tests.builders import a_deadline
from worker.adapters.aws import make_s3_client
from worker.adapters.calls.retry import RetryPolicy
from worker.jobs.errors import (
    FFMPEG_OUT_OF_DISK,
    SOURCE_FORBIDDEN,
    SOURCE_GONE,
    SOURCE_OUT_OF_TIME,
    SOURCE_UNAVAILABLE,
    Condition,
    JobError,
)
from worker.tasks.segment_mix.adapters.tracks import S3Tracks
from worker.tasks.segment_mix.mix import Output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.aws import Aws

REGION = "ap-northeast-2"
BUCKET = "tracks-of-the-tests"
KEY = "projects/123/interim/job-7/segments/0001_tts.wav"
MIX = "projects/1/interim/mix.wav"
PATIENT = RetryPolicy(retries=2, first_delay=0.01)


@pytest.fixture
def tracks(emulated: Aws) -> S3Tracks:
    with suppress(emulated.s3.exceptions.BucketAlreadyOwnedByYou):
        emulated.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    return S3Tracks(make_s3_client(REGION), BUCKET, PATIENT)


@pytest.fixture
def stand_in() -> Iterator[S3StandIn]:
    with S3StandIn(b"voice" * 100_000) as stand_in:
        yield stand_in


@pytest.fixture
def faulty(stand_in: S3StandIn, emulated: Aws, monkeypatch: pytest.MonkeyPatch) -> S3Tracks:
    assert emulated.endpoint
    monkeypatch.setenv("AWS_ENDPOINT_URL", stand_in.url)
    return S3Tracks(make_s3_client(REGION), BUCKET, PATIENT)


def test_what_is_stored_is_found_with_what_it_was_made_of(tracks: S3Tracks, tmp_path: Path) -> None:
    (tmp_path / "mix").write_bytes(b"mixed")

    assert tracks.store(tmp_path / "mix", Output(MIX, "origin", None), a_deadline())
    found = tracks.find(MIX, a_deadline())

    assert found is not None
    assert (found.size, found.origin) == (5, "origin")


def test_a_mix_takes_the_place_of_just_the_file_that_was_found(emulated: Aws, tracks: S3Tracks, tmp_path: Path) -> None:
    key = "projects/1/interim/replaced.wav"
    emulated.s3.put_object(Bucket=BUCKET, Key=key, Body=b"first")
    found = tracks.find(key, a_deadline())
    (tmp_path / "mix").write_bytes(b"mixed")

    assert tracks.store(tmp_path / "mix", Output(key, "origin", found), a_deadline())
    assert not tracks.store(tmp_path / "mix", Output(key, "late", found), a_deadline())

    stored = tracks.find(key, a_deadline())
    assert stored is not None
    assert stored.origin == "origin"


def test_a_mix_takes_the_place_of_none_where_none_was_found(emulated: Aws, tracks: S3Tracks, tmp_path: Path) -> None:
    key = "projects/1/interim/made_meanwhile.wav"
    emulated.s3.put_object(Bucket=BUCKET, Key=key, Body=b"newer")
    (tmp_path / "mix").write_bytes(b"mixed")

    assert not tracks.store(tmp_path / "mix", Output(key, "origin", None), a_deadline())


@pytest.mark.parametrize("status", [404, 409, 412], ids=["deleted", "a write at the same time", "replaced"])
def test_a_mix_whose_place_is_another_one_by_now_is_not_tried_again_as_it_is(
    faulty: S3Tracks, stand_in: S3StandIn, tmp_path: Path, status: int
) -> None:
    found = faulty.find(KEY, a_deadline())
    (tmp_path / "mix").write_bytes(b"mixed")
    stand_in.script, stand_in.asked = [status], []

    assert not faulty.store(tmp_path / "mix", Output(KEY, "origin", found), a_deadline())
    assert stand_in.asked == ["PUT"]


def test_a_file_is_fetched_whole(emulated: Aws, tracks: S3Tracks, tmp_path: Path) -> None:
    body = bytes(range(256)) * 10_000
    emulated.s3.put_object(Bucket=BUCKET, Key=KEY, Body=body)
    found = tracks.find(KEY, a_deadline())

    assert found is not None
    assert found.origin is None
    tracks.fetch(found, tmp_path / "tts", a_deadline())
    assert (tmp_path / "tts").read_bytes() == body


def test_another_file_that_took_its_place_is_not_fetched(emulated: Aws, tracks: S3Tracks, tmp_path: Path) -> None:
    emulated.s3.put_object(Bucket=BUCKET, Key=KEY, Body=b"first")
    found = tracks.find(KEY, a_deadline())
    emulated.s3.put_object(Bucket=BUCKET, Key=KEY, Body=b"second")

    assert found is not None
    with pytest.raises(JobError) as caught:
        tracks.fetch(found, tmp_path / "tts", a_deadline())
    assert caught.value.condition is SOURCE_UNAVAILABLE


def test_what_is_not_there_is_none(tracks: S3Tracks) -> None:
    assert tracks.find("projects/1/interim/none.wav", a_deadline()) is None


@pytest.mark.parametrize("fault", [503, cut_off, break_off])
def test_a_passing_fault_is_waited_out(faulty: S3Tracks, stand_in: S3StandIn, tmp_path: Path, fault: object) -> None:
    found = faulty.find(KEY, a_deadline())
    stand_in.script = [fault]  # type: ignore[list-item] - either kind is a line of a script

    assert found is not None
    faulty.fetch(found, tmp_path / "tts", a_deadline())
    assert (tmp_path / "tts").read_bytes() == stand_in.body


@pytest.mark.parametrize(
    ("status", "condition"),
    [
        (404, SOURCE_GONE),
        (412, SOURCE_UNAVAILABLE),
        (403, SOURCE_FORBIDDEN),
        (500, SOURCE_UNAVAILABLE),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    faulty: S3Tracks, stand_in: S3StandIn, tmp_path: Path, status: int, condition: Condition
) -> None:
    found = faulty.find(KEY, a_deadline())
    stand_in.script = [status] * 5

    assert found is not None
    with pytest.raises(JobError) as caught:
        faulty.fetch(found, tmp_path / "tts", a_deadline())
    assert caught.value.condition is condition


@pytest.mark.parametrize(("status", "condition"), [(403, "result_forbidden"), (503, "result_unavailable")])
def test_a_mix_that_cannot_be_written_says_why(
    faulty: S3Tracks, stand_in: S3StandIn, tmp_path: Path, status: int, condition: str
) -> None:
    (tmp_path / "mix").write_bytes(b"mixed")
    stand_in.script = [status] * 5

    with pytest.raises(JobError) as caught:
        faulty.store(tmp_path / "mix", Output(KEY, "origin", None), a_deadline())
    assert caught.value.condition.reason == condition


def test_a_file_that_takes_too_long_is_given_up(faulty: S3Tracks, tmp_path: Path) -> None:
    found = faulty.find(KEY, a_deadline())

    assert found is not None
    with pytest.raises(JobError) as caught:
        faulty.fetch(found, tmp_path / "tts", a_deadline(0))
    assert caught.value.condition is SOURCE_OUT_OF_TIME


def test_a_full_disk_may_have_room_later(faulty: S3Tracks) -> None:
    found = faulty.find(KEY, a_deadline())

    assert found is not None
    with pytest.raises(JobError) as caught:
        faulty.fetch(found, Path("/dev/full"), a_deadline())

    assert caught.value.condition is FFMPEG_OUT_OF_DISK
