"""Uploads under one job id: the newest of a user's is the job."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import KEY, s3_message, s3_record
from tests.fakes.summary import InterruptedModel
from tests.handler.ledger_states import NOW, untouched
from tests.handler.stage import LEASE, Stage

pytestmark = pytest.mark.usefixtures("stopped_clock")

EARLIER, LATER = "0055AED6DCD90281E4", "0055AED6DCD90281E6"


def test_a_newer_upload_takes_the_place_of_an_older_one(stage: Stage) -> None:
    stage.deliver(s3_message(s3_record(versionId="new", sequencer=LATER)))

    assert stage.deliver(s3_message(s3_record(versionId="old", sequencer=EARLIER))) == []
    assert len(stage.backend.told) == len(stage.videos.fetched) == 1


def test_the_upload_of_another_user_under_the_same_job_id_is_no_newer_one(stage: Stage) -> None:
    stage.deliver(s3_message(s3_record("videos/9/987654321.mp4", versionId="new", sequencer=LATER)))

    assert stage.deliver(s3_message(s3_record(KEY, sequencer=EARLIER))) == []
    assert len(stage.backend.told) == 2


def test_an_upload_that_is_replaced_while_it_is_worked_on_stores_and_tells_nothing(stage: Stage) -> None:
    newer = replace(untouched(), generation="newer", sequencer=LATER).claimed(NOW, LEASE)
    stage.model = InterruptedModel(meanwhile=lambda: stage.ledger.write(newer))

    assert stage.deliver(s3_message()) == []
    assert (stage.results.stored, stage.backend.told) == ({}, [])
