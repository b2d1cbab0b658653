"""Videos of a minute: as many invocations of the handler as videos, or one with a batch of them.

FFmpeg is real; CLOVA takes 0.5 s a call and 0.1 s for each second it hears, at most four calls at once, Claude 3 s.
The bill of both is the same memory times the wall time, so that their ratio is that of the GB-seconds.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks.contests import Contest
from tests.benchmarks.measuring import call
from tests.builders import s3_message, s3_record
from tests.fakes import FakeExtractor, FakeModel, FakeRecogniser, FakeVideo, FakeVideos
from tests.handler.stage import Stage
from tests.media.store import FFMPEG
from tests.media.talks import talk
from worker.adapters.ffmpeg import FfmpegExtractor
from worker.adapters.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.domain.deadlines import Deadline
    from worker.domain.jobs import Source
    from worker.domain.media import AudioFilter, Decoded, Recording, SpeechClip, Video
    from worker.domain.summaries import ModelAnswer, ModelRequest
    from worker.domain.transcript import Recognition

VIDEOS = 5


@dataclass
class Talk(FakeVideos):
    """Every video is a talk."""

    seconds: float = 60.0

    def open(self, source: Source, deadline: Deadline) -> FakeVideo:
        super().open(source, deadline)
        return FakeVideo(talk(self.seconds).read_bytes())


class Decoder(FakeExtractor):
    """FFmpeg."""

    def __init__(self) -> None:
        super().__init__()
        self._ffmpeg = FfmpegExtractor(FFMPEG, 3600)

    def extract(
        self, video: Video, audio_filter: AudioFilter, folder: Path, deadline: Deadline
    ) -> Generator[Decoded, None, Recording]:
        return self._ffmpeg.extract(video, audio_filter, folder, deadline)


@dataclass
class Clova(FakeRecogniser):
    """Takes its time; `pace` scales that."""

    pace: float = 1.0
    throttle: Throttle = field(default_factory=lambda: Throttle(at_once=4))

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        with self.throttle.turn(deadline, 0):
            time.sleep(self.pace * (0.5 + 0.1 * (clip.end - clip.start)))
        return super().recognise(clip, language, deadline)


@dataclass
class Claude(FakeModel):
    """Takes its time, too."""

    pace: float = 1.0

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        time.sleep(3 * self.pace)
        return super().answer(request, deadline)


def batch_contests(seconds: float = 60.0, pace: float = 1.0) -> list[Contest]:
    """What videos cost one by one, in terms of a batch of them."""

    def deliver(*batches: int) -> None:
        stage = Stage(Talk(seconds=seconds), Decoder(), Clova(pace=pace), Claude(pace=pace))
        numbers = iter(range(sum(batches)))
        for size in batches:
            stage.deliver(*[s3_message(s3_record(f"videos/1/{next(numbers)}.mp4")) for _ in range(size)])
        if stage.statuses != ["DONE"] * sum(batches):
            raise AssertionError(stage.statuses)

    one_by_one, together = (1,) * VIDEOS, (VIDEOS,)
    return [
        Contest(
            "batch: five invocations instead of one",
            partial(call, partial(deliver, *one_by_one)),
            partial(call, partial(deliver, *together)),
        )
    ]
