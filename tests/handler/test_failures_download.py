"""Download: what becomes of a job whose source is not as the event says."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.handler.endings import DONE, SLOWED_DOWN, failed
from tests.media.damaged import empty

if TYPE_CHECKING:
    from tests.adapters.s3_stand_in import S3StandIn
    from tests.conftest import LogLines
    from tests.handler.world import World

KEY = "videos/123/same.mp4"
CODE = "S3_DOWNLOAD_FAILED"
DECOMPOSED = unicodedata.normalize("NFD", "회의 +1 (100%)")


def test_a_version_that_was_deleted_is_told_as_gone(world: World) -> None:
    message = world.upload(key=KEY)
    named = message["Records"][0]["s3"]["object"]
    world.aws.s3.delete_object(Bucket=world.bucket, Key=KEY, VersionId=named["versionId"])

    assert world.deliver(message) == failed(CODE)
    assert world.paid == (0, 0)


def test_a_deleted_object_is_told_as_gone(world: World) -> None:
    world.upload(key=KEY)
    world.aws.s3.delete_object(Bucket=world.bucket, Key=KEY)

    assert world.deliver(world.name_unpinned(KEY)) == failed(CODE)
    assert world.paid == (0, 0)


def test_an_upload_that_never_was_is_told_as_gone(world: World) -> None:
    assert world.deliver(world.name_unpinned("videos/123/nothing.mp4")) == failed(CODE)


def test_a_replaced_object_is_told_as_that(world: World) -> None:
    first = world.upload(empty(), KEY)["Records"][0]["s3"]["object"]["eTag"]
    world.upload(key=KEY)

    assert world.deliver(world.name_unpinned(KEY, first)) == failed(CODE)
    assert "replaced" in world.body["error_message"]
    assert world.paid == (0, 0)


def test_the_version_that_the_event_names_is_worked_on_though_a_later_one_is_there(world: World) -> None:
    message = world.upload(key=KEY)
    world.upload(empty(), KEY)

    assert world.deliver(message) == DONE


def test_a_video_over_the_limit_is_refused_before_its_first_byte(world: World, store: S3StandIn) -> None:
    world.settings["MAX_VIDEO_BYTES"] = str(len(store.body) - 1)

    assert world.deliver(world.name_unpinned(KEY)) == failed(CODE)
    assert store.asked == ["HEAD", "PUT"]  # one look, the failed result; no video


def test_a_missing_bucket_is_the_deployments_fault(world: World, log_lines: LogLines) -> None:
    world.settings["VIDEO_BUCKET_NAME"] = world.bucket = "nobodys-bucket"

    assert world.deliver(world.name_unpinned(KEY)) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "VIDEO_BUCKET_NAME"


def test_the_raw_key_is_tried_where_the_decoded_one_is_missing(world: World) -> None:
    message = world.upload(key="videos/123/one+two.mp4")
    message["Records"][0]["s3"]["object"]["key"] = "videos/123/one+two.mp4"  # as a clone that does not encode says it

    assert world.deliver(message) == DONE
    assert (world.body["s3_key"], world.body["result_s3_key"]) == ("videos/123/one+two.mp4", "results/123/one+two.json")
    assert world.services.backend.accepted[-1].job_id == "one+two"


def test_a_decomposed_korean_key_stays_as_it_is_in_everything_told_and_stored(world: World) -> None:
    key, result_key = f"videos/123/{DECOMPOSED}.MP4", f"results/123/{DECOMPOSED}.json"

    assert world.deliver(world.upload(key=key)) == DONE
    assert (world.body["s3_key"], world.body["result_s3_key"]) == (key, result_key)
    assert world.services.backend.accepted[-1].path == f"/internal/jobs/{quote(DECOMPOSED, safe='')}/complete"
    assert world.stored(result_key)["job_id"] == DECOMPOSED
