"""Summaries whose worker is killed, or out of time, on the way."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from tests.fakes.summary import FakeRecogniser, InterruptedModel
from tests.golden.stored.handover import Handover, send
from tests.golden.stored.moments import WatchedBackend, WatchedRecogniser
from tests.golden.stored.stores import Happening
from worker.jobs.errors import STT_OUT_OF_TIME, JobError

if TYPE_CHECKING:
    from tests.handler.stage import Stage
    from worker.jobs.deadline import Deadline
    from worker.speech.audio import SpeechClip
    from worker.speech.transcript import Recognition

SECOND = 16_000
SILENCE = bytes(20 * 2 * SECOND)
THREE = SILENCE.join(struct.pack("<hh", level, -level) * SECOND for level in (8000, 9000, 10_000))
"""Three sounds of two seconds, 20 s apart: so many clips."""

LAST = 40.0
"""Seconds after which the third clip begins."""


@dataclass
class Stopped(FakeRecogniser):
    """Answers once all clips are cut; at the third, when the other answers are kept, the time is over."""

    handover: Handover = field(default_factory=Handover)
    meanwhile: Happening = int

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        self.handover.wait_for('"stage":"STT"')
        if clip.start < LAST:
            return super().recognise(clip, language, deadline)
        self.handover.wait_for(f'"in_air":["stt-{language}-{clip.digest}.json"]')
        self.meanwhile()
        raise JobError(STT_OUT_OF_TIME, "STT", "no time was left.")


def make_stage(handover: Handover) -> Stage:
    """A worker that has cut all clips when it hears the first answer."""
    stage = handover.stage()
    stage.extractor.pcm = THREE
    stage.recogniser = WatchedRecogniser(meanwhile=partial(handover.wait_for, '"stage":"STT"'))
    return stage


def stop_at_the_third_clip(handover: Handover) -> None:
    stage = make_stage(handover)
    stage.recogniser = Stopped(handover=handover)
    send(stage)


def die_at_the_third_clip(handover: Handover) -> None:
    stage = make_stage(handover)
    stage.recogniser = Stopped(handover=handover, meanwhile=handover.note)
    send(stage)


def die_before_claude_answers(handover: Handover) -> None:
    stage = make_stage(handover)
    stage.model = InterruptedModel(meanwhile=handover.note)
    send(stage)


def die_before_the_result_is_stored(handover: Handover) -> None:
    stage = make_stage(handover)
    handover.stores.bucket.before["results/123/987654321.srt"] = handover.note
    send(stage)


def die_before_the_end_is_told(handover: Handover) -> None:
    stage = make_stage(handover)
    stage.backend = WatchedBackend(meanwhile=handover.note)
    send(stage)


HALF_SUMMARIES = {
    "summary_decided": die_before_the_end_is_told,
    "summary_killed_at_the_third_clip": die_at_the_third_clip,
    "summary_killed_before_claude_answered": die_before_claude_answers,
    "summary_killed_before_the_result_was_stored": die_before_the_result_is_stored,
    "summary_out_of_time_at_the_third_clip": stop_at_the_third_clip,
}
