"""Issue 2, section 2, Download: what becomes of a job whose source is not as the event says."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.adapters.s3_stand_in import S3StandIn, break_off, cut_off
from tests.builders import s3_message, s3_record
from tests.handler.endings import BACKED_OFF, DONE, SLOWED_DOWN, dead_lettered, failed
from tests.handler.s3_steps import UNTIL_FETCHED, UNTIL_LOCATED
from tests.handler.world import LAST_RECEIVE, World
from tests.media.damaged import empty

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.adapters.s3_stand_in import Handler
    from tests.conftest import LogLines

KEY = "videos/123/same.mp4"
CODE = "S3_DOWNLOAD_FAILED"
DECOMPOSED = unicodedata.normalize("NFD", "회의 +1 (100%)")


def unpinned(world: World, key: str, etag: str = "") -> dict[str, object]:
    """The event of a bucket without versions."""
    return s3_message(s3_record(key, bucket=world.bucket, versionId=None, eTag=etag))


def test_a_version_that_was_deleted_is_told_as_gone(world: World) -> None:
    message = world.upload(key=KEY)
    named = message["Records"][0]["s3"]["object"]
    world.aws.s3.delete_object(Bucket=world.bucket, Key=KEY, VersionId=named["versionId"])

    assert world.deliver(message) == failed(CODE)
    assert world.paid == (0, 0)


def test_a_deleted_object_is_told_as_gone(world: World) -> None:
    world.upload(key=KEY)
    world.aws.s3.delete_object(Bucket=world.bucket, Key=KEY)

    assert world.deliver(unpinned(world, KEY)) == failed(CODE)
    assert world.paid == (0, 0)


def test_an_upload_that_never_was_is_told_as_gone(world: World) -> None:
    assert world.deliver(unpinned(world, "videos/123/nothing.mp4")) == failed(CODE)


def test_a_replaced_object_is_told_as_that(world: World) -> None:
    first = world.upload(empty(), KEY)["Records"][0]["s3"]["object"]["eTag"]
    world.upload(key=KEY)

    assert world.deliver(unpinned(world, KEY, first)) == failed(CODE)
    assert "replaced" in world.body["error_message"]
    assert world.paid == (0, 0)


def test_the_version_that_the_event_names_is_worked_on_though_a_later_one_is_there(world: World) -> None:
    message = world.upload(key=KEY)
    world.upload(empty(), KEY)

    assert world.deliver(message) == DONE


def test_a_video_over_the_limit_is_refused_before_its_first_byte(world: World, store: S3StandIn) -> None:
    world.settings["MAX_VIDEO_BYTES"] = str(len(store.body) - 1)

    assert world.deliver(unpinned(world, KEY)) == failed(CODE)
    assert store.asked == ["GET", "HEAD", "GET", "PUT"]  # two recalls, one look, the failed result; no video


def test_a_missing_bucket_is_the_deployments_fault(world: World, log_lines: LogLines) -> None:
    world.settings["VIDEO_BUCKET_NAME"] = world.bucket = "nobodys-bucket"

    assert world.deliver(unpinned(world, KEY)) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "RESULT_BUCKET_NAME"  # asked first, and here the same bucket


@pytest.mark.parametrize("before", [UNTIL_LOCATED, UNTIL_FETCHED], ids=["locating", "fetching"])
@pytest.mark.parametrize("fault", [503, cut_off], ids=["503", "no answer"])
def test_an_s3_that_stays_away_is_tried_again_later(
    world: World, store: S3StandIn, before: list[Callable[[Handler], None]], fault: int | Callable[[Handler], None]
) -> None:
    store.script = [*before, *[fault] * 4]

    assert world.deliver(unpinned(world, KEY)) == BACKED_OFF
    assert len(store.asked) == len(before) + 4


def test_a_body_that_keeps_breaking_off_is_begun_as_often_as_any_other_call(world: World, store: S3StandIn) -> None:
    store.script = [*UNTIL_FETCHED, *[break_off] * 4]

    assert world.deliver(unpinned(world, KEY)) == BACKED_OFF
    assert len(store.asked) == 3 + 4


@pytest.mark.parametrize("fault", [503, cut_off, break_off], ids=["503", "no answer", "half a body"])
def test_a_download_that_fails_once_is_made_again(
    world: World, store: S3StandIn, fault: int | Callable[[Handler], None]
) -> None:
    store.script = [*UNTIL_FETCHED, fault]

    assert world.deliver(unpinned(world, KEY)) == DONE


def test_an_s3_that_stays_away_to_the_last_receive_is_told(world: World, store: S3StandIn) -> None:
    store.script = [*UNTIL_LOCATED, *[503] * 4]

    assert world.deliver(unpinned(world, KEY), LAST_RECEIVE) == dead_lettered(CODE)


def test_a_missing_permission_is_the_deployments_fault(world: World, store: S3StandIn, log_lines: LogLines) -> None:
    store.script = [*UNTIL_LOCATED, 403]

    assert world.deliver(unpinned(world, KEY)) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "VIDEO_BUCKET_NAME"


def test_a_missing_permission_is_told_on_the_last_receive(world: World, store: S3StandIn) -> None:
    store.script = [*UNTIL_LOCATED, 403]

    assert world.deliver(unpinned(world, KEY), LAST_RECEIVE) == dead_lettered(CODE)


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
