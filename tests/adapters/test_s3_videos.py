from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.adapters.s3_stand_in import S3StandIn
from tests.builders import a_deadline, a_source
from worker.adapters.aws import make_s3_client
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.s3.videos import S3Videos
from worker.jobs.errors import SOURCE_FORBIDDEN, SOURCE_GONE, SOURCE_REPLACED, SOURCE_UNAVAILABLE, Condition, JobError
from worker.jobs.source import Declared, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.aws import Aws

REGION = "ap-northeast-2"
PATIENT = RetryPolicy(retries=2, first_delay=0.01)


@pytest.fixture
def bucket(emulated: Aws, request: pytest.FixtureRequest) -> str:
    name = f"videos-{abs(hash(request.node.name))}"
    emulated.s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    emulated.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


@pytest.fixture
def videos(emulated: Aws) -> S3Videos:
    assert emulated.endpoint
    return S3Videos(make_s3_client(REGION), PATIENT)


@pytest.fixture
def stand_in() -> Iterator[S3StandIn]:
    with S3StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def faulty(stand_in: S3StandIn, emulated: Aws, monkeypatch: pytest.MonkeyPatch) -> S3Videos:
    assert emulated.endpoint
    monkeypatch.setenv("AWS_ENDPOINT_URL", stand_in.url)
    return S3Videos(make_s3_client(REGION), PATIENT)


def put(aws: Aws, bucket: str, key: str, body: bytes = b"video", **fields: Any) -> Source:
    answer = aws.s3.put_object(Bucket=bucket, Key=key, Body=body, **fields)
    version, etag = answer.get("VersionId"), answer["ETag"].strip('"')
    return Source(bucket, key, key, version_id=version, etag=etag)


@pytest.mark.parametrize("key", ["videos/1/a.mp4", "videos/1/회의 +1 (100%).mp4", "videos/1/회의.mp4"])
def test_an_upload_is_found_and_read_whole(emulated: Aws, bucket: str, videos: S3Videos, key: str) -> None:
    named = put(emulated, bucket, key, b"v" * 20_000_000)

    located, _ = videos.locate(named, a_deadline())
    video = videos.open(located, a_deadline())

    assert (located.size, located.version_id) == (20_000_000, named.version_id)
    assert (video.size, b"".join(video.stream(0, video.size))) == (20_000_000, b"v" * 20_000_000)


def test_the_version_that_the_event_names_is_fetched_and_not_a_later_one(
    emulated: Aws, bucket: str, videos: S3Videos
) -> None:
    first = put(emulated, bucket, "videos/1/a.mp4", b"first")
    put(emulated, bucket, "videos/1/a.mp4", b"second")

    located, _ = videos.locate(first, a_deadline())

    assert b"".join(videos.open(located, a_deadline()).stream(0, 5)) == b"first"


def test_without_a_version_an_object_that_was_replaced_is_refused(emulated: Aws, bucket: str, videos: S3Videos) -> None:
    first = put(emulated, bucket, "videos/1/a.mp4", b"first")
    put(emulated, bucket, "videos/1/a.mp4", b"second")

    with pytest.raises(JobError) as caught:
        videos.locate(replace(first, version_id=None), a_deadline())

    assert caught.value.condition is SOURCE_REPLACED


def test_an_event_without_version_or_etag_gets_what_is_there(emulated: Aws, bucket: str, videos: S3Videos) -> None:
    there = put(emulated, bucket, "videos/1/a.mp4")

    located, _ = videos.locate(replace(there, version_id=None, etag=None), a_deadline())

    assert (located.version_id, located.etag) == (there.version_id, there.etag)


def test_language_track_and_engine_are_read_from_the_metadata(emulated: Aws, bucket: str, videos: S3Videos) -> None:
    spoken = put(emulated, bucket, "videos/1/a.mp4", Metadata={"lang": "Eng", "track": "2", "stt": "speech"})
    unsaid = put(emulated, bucket, "videos/1/b.mp4")

    assert videos.locate(spoken, a_deadline())[1] == Declared("Eng", "2", "speech")
    assert videos.locate(unsaid, a_deadline())[1] == Declared()


def test_the_raw_key_is_tried_where_the_decoded_one_is_missing(emulated: Aws, bucket: str, videos: S3Videos) -> None:
    put(emulated, bucket, "videos/1/a+b.mp4")

    located, _ = videos.locate(Source(bucket, "videos/1/a b.mp4", "videos/1/a+b.mp4"), a_deadline())

    assert located.key == "videos/1/a+b.mp4"


def test_a_video_that_is_gone_is_permanent(bucket: str, videos: S3Videos) -> None:
    with pytest.raises(JobError) as caught:
        videos.locate(Source(bucket, "videos/1/a b.mp4", "videos/1/a+b.mp4"), a_deadline())

    assert caught.value.condition is SOURCE_GONE


def test_a_version_that_was_deleted_is_gone(emulated: Aws, bucket: str, videos: S3Videos) -> None:
    named = put(emulated, bucket, "videos/1/a.mp4")
    emulated.s3.delete_object(Bucket=bucket, Key=named.key, VersionId=named.version_id or "")

    with pytest.raises(JobError) as caught:
        videos.locate(named, a_deadline())

    assert caught.value.condition is SOURCE_GONE


@pytest.mark.parametrize(
    ("status", "condition", "calls"),
    [
        (403, SOURCE_FORBIDDEN, 1),
        (404, SOURCE_GONE, 2),  # the second asks whether it is the bucket that is missing
        (405, SOURCE_GONE, 2),
        (412, SOURCE_REPLACED, 1),
        (500, SOURCE_UNAVAILABLE, 3),
        (503, SOURCE_UNAVAILABLE, 3),
    ],
)
def test_what_s3_answers_to_locating_means(
    faulty: S3Videos, stand_in: S3StandIn, status: int, condition: Condition, calls: int
) -> None:
    stand_in.script = [status] * 3

    with pytest.raises(JobError) as caught:
        faulty.locate(replace(a_source(), raw_key=a_source().key), a_deadline())

    assert caught.value.condition is condition
    assert len(stand_in.asked) == calls
