"""The catalogue task from a message to its ends, over fakes: the table of `processor`, without a backend to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import BUCKET, s3_message, s3_record, some_facts
from tests.tasks.catalog.stage import CatalogStage
from worker.jobs.errors import NOT_MEDIA, JobError
from worker.tasks.catalog.content import VideoAsset
from worker.tasks.catalog.ports import CATALOG_REJECTED, CATALOG_UNAVAILABLE, DATABASE_UNAVAILABLE

if TYPE_CHECKING:
    from tests.conftest import LogLines

KEY = "videos/42_my-movie-title.mp4"
BUSY = JobError(DATABASE_UNAVAILABLE, "CATALOG_DB", "busy.")


@pytest.fixture
def catalog() -> CatalogStage:
    return CatalogStage()


def upload(key: str = KEY, **fields: str) -> object:
    return s3_message(s3_record(key, **fields))


SEED = [
    ("videos/1_test_video.mp4", 1, "Test Video"),
    ("videos/123_my_awesome_movie.mp4", 123, "My Awesome Movie"),
    ("videos/42_my-movie-title.mp4", 42, "My Movie Title"),
    ("videos/42_my-movie-title.mov", 42, "My Movie Title"),
    ("videos/my_movie.mkv", 1001, "My Movie"),
]


@pytest.mark.parametrize(("key", "content_id", "title"), SEED)
def test_an_upload_is_catalogued_as_the_specifications_table_says(
    catalog: CatalogStage, key: str, content_id: int, title: str
) -> None:
    assert catalog.deliver(upload(key)) == []

    name = key.removeprefix("videos/")
    assert catalog.titles == {content_id: title}
    assert catalog.rows == {content_id: name}
    assert list(catalog.thumbnails.kept) == [f"thumbnails/{name}.jpg"]


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(["videos/42_a.mp4", "videos/42_a.mov"], id="two containers"),
        pytest.param(["videos/42_a.mp4", "videos/42_a.MP4"], id="two spellings of one"),
        pytest.param(["videos/42_a.mov", "videos/42_a.mov.mp4"], id="an ending in the name"),
    ],
)
def test_videos_that_differ_in_their_ending_alone_have_a_row_and_a_picture_each(
    catalog: CatalogStage, keys: list[str]
) -> None:
    for number, key in enumerate(keys):
        catalog.deliver(upload(key, eTag=f"etag-{number}"))

    assert set(catalog.assets.rows) == {f"s3://{BUCKET}/{key}" for key in keys}
    assert {asset.thumbnail_url for _, asset in catalog.assets.rows.values()} == {
        f"s3://{BUCKET}/{key}" for key in catalog.thumbnails.kept
    }
    assert len(catalog.thumbnails.kept) == 2


def test_a_video_whose_picture_had_another_key_gets_a_row_with_the_new_one(catalog: CatalogStage) -> None:
    address = f"s3://{BUCKET}/{KEY}"
    catalog.assets.rows[address] = (42, VideoAsset(address, f"s3://{BUCKET}/thumbnails/old.jpg", some_facts()))

    assert catalog.deliver(upload()) == []

    assert catalog.assets.rows[address][1].thumbnail_url == f"s3://{BUCKET}/thumbnails/42_my-movie-title.mp4.jpg"


def test_a_bare_event_from_s3_is_catalogued_too(catalog: CatalogStage) -> None:
    assert catalog.invoke(s3_message(s3_record(KEY))) == {"acknowledged": True}
    assert catalog.rows == {42: "42_my-movie-title.mp4"}


def test_nobody_is_told(catalog: CatalogStage) -> None:
    catalog.deliver(upload())
    catalog.pictures.error = JobError(NOT_MEDIA, "FFMPEG", "no video.")
    catalog.deliver(upload("videos/43_other.mp4"))

    assert catalog.backend.told == []


def test_a_video_in_a_users_folder_is_a_summary_as_ever(catalog: CatalogStage) -> None:
    catalog.deliver(upload("videos/123/42_my-movie-title.mp4"))

    assert catalog.rows == {}
    assert catalog.statuses == ["DONE"]


def test_a_row_holds_both_addresses(catalog: CatalogStage) -> None:
    catalog.deliver(upload())

    [(_, asset)] = catalog.assets.rows.values()
    assert asset.video_url == f"s3://{BUCKET}/{KEY}"
    assert asset.thumbnail_url == f"s3://{BUCKET}/thumbnails/42_my-movie-title.mp4.jpg"


@pytest.mark.parametrize(
    ("seconds", "moments"), [(60.0, [5.0]), (5.01, [5.0]), (5.0, [2.5]), (3.0, [1.5]), (0.4, [0.2])]
)
def test_the_picture_is_from_5_s_or_the_middle_of_a_shorter_video(
    catalog: CatalogStage, seconds: float, moments: list[float]
) -> None:
    catalog.pictures.facts = type(catalog.pictures.facts)(seconds, 1280, 720, 30.0, "h264", "aac", 1, 1)

    catalog.deliver(upload())

    assert catalog.pictures.moments == moments


def test_where_there_is_no_picture_an_earlier_one_is_taken(catalog: CatalogStage) -> None:
    catalog.pictures.blind = {5.0, 2.5}

    catalog.deliver(upload())

    assert catalog.pictures.moments == [5.0, 2.5, 0.0]
    assert catalog.rows


def test_a_video_without_any_picture_is_not_catalogued(catalog: CatalogStage, log_lines: LogLines) -> None:
    catalog.pictures.blind = {5.0, 2.5, 0.0}

    assert catalog.deliver(upload()) == []

    assert (catalog.rows, catalog.titles, catalog.thumbnails.kept) == ({}, {}, {})
    assert log_lines.lines[-1] | {"reason": "no_picture", "stage": "JOB_FAILED"} == log_lines.lines[-1]


def test_a_second_delivery_of_a_finished_job_does_nothing(catalog: CatalogStage) -> None:
    for receive in (1, 2):
        assert catalog.deliver(upload(), receive=receive) == []

    assert catalog.pictures.moments == [5.0]


def test_a_row_that_is_not_taken_makes_the_api_and_the_row_be_written_again(catalog: CatalogStage) -> None:
    catalog.assets.errors = [BUSY]

    assert catalog.deliver(upload()) == ["m1"]
    assert (catalog.titles, catalog.rows) == ({42: "My Movie Title"}, {})
    catalog.api.contents.clear()
    assert catalog.deliver(upload(), receive=2) == []

    assert (catalog.titles, catalog.rows) == ({42: "My Movie Title"}, {42: "42_my-movie-title.mp4"})


def test_a_content_that_the_api_refuses_has_no_row(catalog: CatalogStage) -> None:
    catalog.api.errors = [JobError(CATALOG_REJECTED, "CATALOG_API", "HTTP 422.")]

    assert catalog.deliver(upload()) == []
    assert catalog.rows == {}


def test_a_new_content_keeps_its_number_over_attempts(catalog: CatalogStage) -> None:
    catalog.api.errors = [JobError(CATALOG_UNAVAILABLE, "CATALOG_API", "HTTP 503.")]

    assert catalog.deliver(upload("videos/my_movie.mp4")) == ["m1"]
    assert catalog.deliver(upload("videos/my_movie.mp4"), receive=2) == []

    assert (catalog.titles, catalog.rows) == ({1001: "My Movie"}, {1001: "my_movie.mp4"})


def test_what_failed_on_the_last_receive_goes_to_the_dead_letters(catalog: CatalogStage, log_lines: LogLines) -> None:
    catalog.assets.errors = [BUSY]

    assert catalog.deliver(upload(), receive=5) == ["m1"]

    assert catalog.queue.hidden[-1][1] == 0
    assert log_lines.lines[-1]["stage"] == "JOB_FAILED"


def test_a_redrive_catalogues_after_all(catalog: CatalogStage) -> None:
    catalog.assets.errors = [BUSY]
    catalog.deliver(upload(), receive=5)

    assert catalog.deliver(upload(), sent_at=4e9) == []
    assert catalog.rows == {42: "42_my-movie-title.mp4"}


def test_the_lines_of_the_job_say_its_task(catalog: CatalogStage, log_lines: LogLines) -> None:
    catalog.deliver(upload())

    stages = [line["stage"] for line in log_lines.lines if line.get("task") == "catalog"]
    pairs = [f"{name}_{what}" for name in ("PROBE", "THUMBNAIL", "STORE") for what in ("START", "DONE")]
    written = [f"CATALOG_{name}_{what}" for name in ("ID", "API", "DB") for what in ("START", "DONE")]
    assert stages == ["JOB_START", *pairs, *written, "JOB_DONE"]
