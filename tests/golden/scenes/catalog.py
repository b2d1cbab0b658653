"""Videos that are catalogued, each to another end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders import s3_message, s3_record, some_facts
from tests.handler.stage import MAX_RECEIVES
from worker.jobs.errors import JobError
from worker.tasks.catalog.ports import CATALOG_REJECTED, DATABASE_UNAVAILABLE

if TYPE_CHECKING:
    from tests.tasks.catalog.stage import CatalogStage

UPLOAD = s3_message(s3_record("videos/42_my-movie-title.mp4"))


def succeed(stage: CatalogStage) -> None:
    stage.deliver(UPLOAD)


def come_in_part(stage: CatalogStage) -> None:
    stage.pictures.facts = some_facts(partial=True)
    stage.deliver(UPLOAD)


def be_refused(stage: CatalogStage) -> None:
    stage.api.errors = [JobError(CATALOG_REJECTED, "CATALOG_API", "the catalogue answered HTTP 422.")]
    stage.deliver(UPLOAD)


def succeed_at_the_second_attempt(stage: CatalogStage) -> None:
    stage.assets.errors = [JobError(DATABASE_UNAVAILABLE, "CATALOG_DB", "busy.")]
    stage.deliver(UPLOAD)
    stage.deliver(UPLOAD, receive=2)


def fail_on_the_last_attempt(stage: CatalogStage) -> None:
    stage.assets.errors = [JobError(DATABASE_UNAVAILABLE, "CATALOG_DB", "busy.")]
    stage.deliver(UPLOAD, receive=MAX_RECEIVES)


CATALOG = {
    "catalog-done": succeed,
    "catalog-partial": come_in_part,
    "catalog-failed": be_refused,
    "catalog-retried": succeed_at_the_second_attempt,
    "catalog-dead": fail_on_the_last_attempt,
}
