"""A worker has one memory, and so one FFmpeg for all of its tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline
from tests.fakes.delivery import FakeArtefacts, FakeBackend, FakeLedger
from tests.fakes.summary import FakeVideo, FakeVideos
from tests.tasks.catalog.test_catalog_settings import NEEDED
from worker.adapters.ffmpeg import FfmpegProgram
from worker.adapters.ffmpeg.process.program import consume
from worker.adapters.ffmpeg.process.turns import Turns
from worker.adapters.services import Services
from worker.jobs.errors import OUT_OF_TIME, JobError
from worker.settings.reading import validate
from worker.speech.audio import AudioFilter
from worker.speech.listening import Listening
from worker.tasks.catalog import wiring as catalog
from worker.tasks.catalog.settings import CatalogSettings
from worker.tasks.segment_mix import wiring as segment_mix
from worker.tasks.segment_mix.mix import Track
from worker.tasks.summary import wiring as summary
from worker.tasks.summary.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECRETS = ("BACKEND_INTERNAL_TOKEN", "CLOVA_API_KEY_ID", "CLOVA_API_KEY", "CLAUDE_API_KEY", "VIDEO_BUCKET_NAME")
ENVIRONMENT = {
    **dict.fromkeys(SECRETS, "none"),
    "BACKEND_BASE_URL": "https://backend.example",
    "JOB_TABLE_NAME": "jobs",
}
SETTINGS = Settings.model_validate(ENVIRONMENT)
SOON = 0.2


def with_ffmpeg(ffmpeg: FfmpegProgram) -> Services:
    return Services(FakeVideos(), FakeArtefacts(), FakeLedger(), FakeBackend(), None, ffmpeg)


def listen(ffmpeg: FfmpegProgram, folder: Path) -> None:
    audio = summary.make_ports(SETTINGS, with_ffmpeg(ffmpeg)).audio
    consume(audio.extract(FakeVideo(), Listening(AudioFilter.NONE, "Kor"), folder, a_deadline(SOON)))


def look(ffmpeg: FfmpegProgram, folder: Path) -> None:
    ports = catalog.make_ports(validate(CatalogSettings, NEEDED), with_ffmpeg(ffmpeg))
    ports.pictures.examine(FakeVideo(), folder, a_deadline(SOON))


def mix(ffmpeg: FfmpegProgram, folder: Path) -> None:
    track = Track("tts", folder / "voice.ogg", 1.0)
    track.path.write_bytes(b"no WAV")
    segment_mix.make_ports(SETTINGS, with_ffmpeg(ffmpeg)).mixer.mix(track, track, folder / "mix.wav", a_deadline(SOON))


@pytest.mark.parametrize("work", [listen, look, mix])
def test_whatever_needs_ffmpeg_waits_for_the_turns_of_the_whole_worker(
    tmp_path: Path, work: Callable[[FfmpegProgram, Path], None]
) -> None:
    turns = Turns(at_once=1)

    with turns.turn(a_deadline()), pytest.raises(JobError) as caught:
        work(FfmpegProgram("/nonexistent/ffmpeg", turns=turns), tmp_path)

    assert caught.value.condition in OUT_OF_TIME
