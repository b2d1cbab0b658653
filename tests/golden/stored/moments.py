"""Fakes in which something happens at a moment: there a worker may be killed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fakes.delivery import FakeBackend
from tests.fakes.summary import FakeRecogniser, FakeVideos
from tests.golden.stored.stores import Happening

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Callback
    from worker.jobs.source import Declared, Source
    from worker.speech.audio import SpeechClip
    from worker.speech.transcript import Recognition


@dataclass
class WatchedVideos(FakeVideos):
    """Something happens between the claim and the first stage."""

    meanwhile: Happening = int

    def locate(self, source: Source, deadline: Deadline) -> tuple[Source, Declared]:
        self.meanwhile()
        return super().locate(source, deadline)


@dataclass
class WatchedRecogniser(FakeRecogniser):
    """Something happens while it listens."""

    meanwhile: Happening = int

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        self.meanwhile()
        return super().recognise(clip, language, deadline)


@dataclass
class WatchedBackend(FakeBackend):
    """Something happens between the decision and the telling, or the news that a mix begins."""

    meanwhile: Happening = int

    def send(self, callback: Callback, deadline: Deadline) -> None:
        self.meanwhile()
        super().send(callback, deadline)
