"""The adapter of the catalogue's database, against real databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline, an_asset
from worker.jobs.errors import Handling, JobError
from worker.tasks.catalog.content import Content

if TYPE_CHECKING:
    from tests.tasks.catalog.databases.conftest import Database

UNNUMBERED = Content(None, "my_movie")
COMPOSED, DECOMPOSED = "7_\ud55c\uae00", "7_\u1112\u1161\u11ab\u1100\u1173\u11af"


def test_a_row_holds_what_is_known_of_the_video(database: Database) -> None:
    database.add_content(42)

    database.assets().record(42, an_asset(), a_deadline())

    [row] = database.rows()
    assert row | {"id": 0, "created_at": None} == {
        "id": 0,
        "created_at": None,
        "content_id": 42,
        "video_url": "s3://shortform-video-bucket/videos/42_my-movie-title.mp4",
        "thumbnail_url": "s3://shortform-video-bucket/thumbnails/42_my-movie-title.mp4.jpg",
        "duration": 12,
        "width": 1280,
        "height": 720,
        "frame_rate": 30.0,
        "video_codec": "h264",
        "audio_codec": "aac",
        "audio_tracks": 1,
        "bit_rate": 2_500_000,
    }
    assert row["created_at"] is not None


def test_a_second_delivery_makes_no_second_row(database: Database) -> None:
    database.add_content(42)
    for _ in range(2):
        database.assets().record(42, an_asset(), a_deadline())

    assert len(database.rows()) == 1


def test_a_new_upload_of_a_video_writes_over_its_row(database: Database) -> None:
    database.add_content(42)
    database.assets().record(42, an_asset(), a_deadline())

    database.assets().record(42, an_asset(seconds=99.5, audio_codec=None, audio_tracks=0), a_deadline())

    [row] = database.rows()
    assert (row["duration"], row["audio_codec"], row["audio_tracks"]) == (100, None, 0)


@pytest.mark.parametrize("other", ["42_MY-MOVIE-TITLE", "42_my-movie-title ", "42_my-móvie-title"])
def test_names_that_differ_in_a_letter_are_two_videos(database: Database, other: str) -> None:
    database.add_content(42)
    for name in ("42_my-movie-title", other):
        database.assets().record(42, an_asset(name), a_deadline())

    assert len(database.rows()) == 2


def test_names_that_look_alike_and_are_composed_otherwise_are_two_videos(database: Database) -> None:
    database.add_content(7)
    for name in (COMPOSED, DECOMPOSED):
        database.assets().record(7, an_asset(name), a_deadline())

    assert [row["video_url"] for row in database.rows()] == [
        an_asset(name).video_url for name in (COMPOSED, DECOMPOSED)
    ]


def test_a_name_with_a_number_keeps_it(database: Database) -> None:
    assert database.assets().number(Content(42, "x"), an_asset(), a_deadline()) == 42
    assert database.rows() == []


def test_a_video_without_a_number_becomes_a_content_together_with_its_row(database: Database) -> None:
    content_id = database.assets().number(UNNUMBERED, an_asset("my_movie"), a_deadline())

    assert database.titles() == ["My Movie"]
    assert [row["content_id"] for row in database.rows()] == [content_id]


def test_a_new_number_comes_after_those_that_the_api_gave_itself(database: Database) -> None:
    for taken in (1, 2, 5000):
        database.add_content(taken)

    first, second = (
        database.assets(retries=0).number(Content(None, name), an_asset(name), a_deadline()) for name in ("one", "two")
    )

    assert 5000 < first < second


def test_a_second_delivery_finds_the_number_of_the_first(database: Database) -> None:
    asset = an_asset("my_movie")

    assert len({database.assets().number(UNNUMBERED, asset, a_deadline()) for _ in range(2)}) == 1
    assert database.titles() == ["My Movie"]


def test_deliveries_at_the_same_time_agree_on_one_number(database: Database) -> None:
    asset = an_asset("my_movie")

    def number(_: int) -> int:
        return database.assets().number(UNNUMBERED, asset, a_deadline())

    with ThreadPoolExecutor(4) as threads:
        numbers = set(threads.map(number, range(4)))

    assert len(numbers) == 1
    assert len(database.titles()) == 1


def test_a_content_that_is_not_there_yet_may_come(database: Database) -> None:
    with pytest.raises(JobError) as caught:
        database.assets().record(999, an_asset(), a_deadline())

    assert caught.value.condition.reason == "content_unknown"
    assert caught.value.handling is Handling.RETRYABLE
    assert "999" not in caught.value.sentence


def test_a_table_that_was_not_migrated_is_the_deployments_fault(database: Database) -> None:
    assets = database.assets()
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE video_assets RENAME TO other")
    try:
        with pytest.raises(JobError) as caught:
            assets.record(1, an_asset(), a_deadline())
    finally:
        with database.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE other RENAME TO video_assets")

    assert caught.value.handling is Handling.CONFIGURATION
    assert caught.value.setting == "DATABASE_URL"
