"""Segment mixes, and a video on its way into the catalogue, whose worker is killed on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.adapters.programs import happens
from tests.builders import s3_message, s3_record
from tests.golden.stored.handover import Handover, send
from tests.golden.stored.moments import WatchedBackend
from tests.golden.stored.stores import Happening
from tests.tasks.catalog.fakes import FakeCatalog
from tests.tasks.segment_mix.orders import FOLDER, TWO

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.tasks.catalog.content import Content

FIRST, SECOND = f"{FOLDER}/0001_mix.wav", f"{FOLDER}/0002_mix.wav"
UPLOAD = s3_message(s3_record("videos/42_my-movie-title.mp4"))


def die_at_the_second_segment(handover: Handover) -> None:
    """The first one is stored then."""
    handover.supply("0001_bgm", "0001_tts", "0002_bgm", "0002_tts")
    bucket = handover.stores.bucket

    def die() -> None:
        assert happens(lambda: FIRST in bucket.objects)
        handover.note()

    bucket.before[SECOND] = die
    send(handover.stage(), TWO)


def die_before_the_end_is_told(handover: Handover) -> None:
    """The first that is told is that the mix begins."""
    handover.supply("0001_bgm", "0001_tts", "0002_bgm", "0002_tts")
    stage = handover.stage()
    backend = WatchedBackend()
    backend.meanwhile = lambda: handover.note() if backend.told else None
    stage.backend = backend
    send(stage, TWO)


@dataclass
class WatchedCatalog(FakeCatalog):
    """Something happens before a content is published."""

    meanwhile: Happening = int

    def publish(self, content_id: int, content: Content, deadline: Deadline) -> None:
        self.meanwhile()
        super().publish(content_id, content, deadline)


def die_before_the_content_is_published(handover: Handover) -> None:
    stage = handover.catalog_stage()
    stage.api = WatchedCatalog(meanwhile=handover.note)
    send(stage, UPLOAD)


HALF_OTHERS = {
    "catalog_killed_before_it_was_published": die_before_the_content_is_published,
    "mix_decided": die_before_the_end_is_told,
    "mix_killed_at_the_second_segment": die_at_the_second_segment,
}
