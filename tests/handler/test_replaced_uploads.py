"""Uploads of one result or one video: the newest is the job, whatever the order of the messages."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from tests.builders import KEY, s3_message, s3_record
from tests.fakes.delivery import FakeLedger
from tests.fakes.summary import InterruptedModel
from tests.handler.ledger_states import claimed, failed, keep, replace_upload
from tests.handler.stage import SILENCE, Stage
from tests.tasks.catalog.stage import CatalogStage

if TYPE_CHECKING:
    from worker.delivery.ledger.precedence import Newest

pytestmark = pytest.mark.usefixtures("stopped_clock")

EARLIER, LATER = "0055AED6DCD90281E4", "0055AED6DCD90281E6"


def an_upload(key: str, second: int, sequencer: str = EARLIER) -> dict[str, object]:
    """Told of by S3: an upload that was stored at this second of a minute."""
    record = s3_record(key, versionId=f"{key} {second}", sequencer=sequencer)
    return s3_message(record | {"eventTime": f"2026-11-20T05:01:{second:02}.000Z"})


def test_a_newer_upload_takes_the_place_of_an_older_one(stage: Stage) -> None:
    stage.deliver(s3_message(s3_record(versionId="new", sequencer=LATER)))

    assert stage.deliver(s3_message(s3_record(versionId="old", sequencer=EARLIER))) == []
    assert len(stage.backend.told) == len(stage.videos.fetched) == 1


@pytest.mark.parametrize("order", list(permutations([1, 2, 3])), ids=str)
def test_the_result_is_of_the_newest_upload_whatever_its_extension(stage: Stage, order: tuple[int, ...]) -> None:
    uploads = {1: "videos/123/9.mov", 2: "videos/123/9.mp4", 3: "videos/123/9.webm"}
    for second in order:
        assert stage.deliver(an_upload(uploads[second], second)) == []

    assert stage.results.stored["results/123/9.json"].source.key == uploads[3]
    assert stage.backend.bodies[-1]["s3_key"] == uploads[3]


def test_within_one_key_the_sequencer_counts_though_the_events_times_say_otherwise(stage: Stage) -> None:
    stage.deliver(an_upload(KEY, 1, LATER))

    stage.deliver(an_upload(KEY, 2, EARLIER))

    assert len(stage.backend.told) == 1


def test_the_upload_of_another_user_under_the_same_job_id_is_no_newer_one(stage: Stage) -> None:
    stage.deliver(s3_message(s3_record("videos/9/987654321.mp4", versionId="new", sequencer=LATER)))

    assert stage.deliver(s3_message(s3_record(KEY, sequencer=EARLIER))) == []
    assert len(stage.backend.told) == 2


def test_an_upload_that_is_replaced_while_it_is_worked_on_stores_and_tells_nothing(stage: Stage) -> None:
    stage.model = InterruptedModel(meanwhile=lambda: replace_upload(stage))

    assert stage.deliver(s3_message()) == []
    assert (stage.results.stored, stage.backend.told) == ({}, [])


def test_each_key_of_the_catalogue_is_a_video_of_its_own() -> None:
    catalog = CatalogStage()

    catalog.deliver(an_upload("videos/42_a.mov", 2))
    catalog.deliver(an_upload("videos/42_a.mp4", 1))

    assert len(catalog.videos.fetched) + len(catalog.pictures.moments) >= 2
    assert len(catalog.ledger.read("42_a")) == 2


class Dying(FakeLedger):
    """Its worker is killed as soon as it has noted what is newest."""

    dies = True

    def write_newest(self, newest: Newest) -> None:
        super().write_newest(newest)
        if self.dies:
            self.dies = False
            raise KeyboardInterrupt


def test_a_worker_that_is_killed_before_it_claims_what_is_newest_loses_nothing(stage: Stage) -> None:
    stage.ledger = Dying()
    with pytest.raises(KeyboardInterrupt):
        stage.deliver(an_upload("videos/123/9.mov", 2))

    stage.deliver(an_upload("videos/123/9.mp4", 1))
    stage.deliver(an_upload("videos/123/9.mov", 2))

    assert [body["s3_key"] for body in stage.backend.bodies] == ["videos/123/9.mov"]


def test_what_a_worker_of_the_version_before_has_claimed_is_not_taken_for_replaced(stage: Stage) -> None:
    keep(stage, claimed(SILENCE + 10), failed(SILENCE + 1), sequencer=LATER)  # without a note of what is newest
    stage.deliver(s3_message(s3_record(versionId="old", sequencer=EARLIER)))

    stage.sweep()

    assert stage.statuses == ["DONE", "FAILED"]
