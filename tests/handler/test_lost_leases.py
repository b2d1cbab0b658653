"""A worker whose job was taken over meanwhile: it pays, stores and tells nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.builders import s3_message
from tests.fakes.summary import FakeExtractor, InterruptedModel
from tests.handler.ledger_states import NOW, entry_of
from tests.handler.stage import LEASE, Stage

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.speech.audio import Decoded
    from worker.speech.listening import Listening
    from worker.video.video import Video

pytestmark = pytest.mark.usefixtures("stopped_clock")


@dataclass
class SlowExtractor(FakeExtractor):
    """So slow that another worker takes the job over meanwhile."""

    stage: Stage | None = None

    def extract(
        self, video: Video, listening: Listening, folder: Path, deadline: Deadline, flac: Path | None = None
    ) -> Generator[Decoded]:
        assert self.stage is not None
        self.stage.ledger.write(entry_of(self.stage).claimed(NOW + 200, LEASE))
        return super().extract(video, listening, folder, deadline, flac)


def test_a_worker_that_lost_its_lease_pays_and_tells_nothing_more(stage: Stage) -> None:
    stage.extractor = SlowExtractor(stage=stage)

    assert stage.deliver(s3_message()) == ["m1"]
    assert (stage.recogniser.languages, stage.model.asked, stage.backend.told) == ([], [], [])
    assert stage.queue.hidden == [("receipt-m1", LEASE)]
    assert entry_of(stage).outcome is None


def test_a_worker_that_lost_its_lease_stores_no_result(stage: Stage) -> None:
    stage.model = InterruptedModel(meanwhile=lambda: stage.ledger.write(entry_of(stage).claimed(NOW + 200, LEASE)))

    assert stage.deliver(s3_message()) == ["m1"]
    assert (stage.results.stored, stage.backend.told) == ({}, [])
