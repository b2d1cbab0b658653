from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline
from tests.fakes.summary import TONE, FakeVideo
from worker.jobs.errors import FFMPEG_OUT_OF_TIME, STT_REJECTED, JobError
from worker.jobs.workspace import Workspace
from worker.speech.audio import AudioFilter, Beginning, Decoded, SpeechClip
from worker.speech.calls import Capacity
from worker.speech.extract_audio import extract_audio
from worker.speech.listening import Listening
from worker.speech.transcribe import transcribe
from worker.telemetry.stages import StageRun
from worker.video.download import Download

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.speech.transcript import Recognition
    from worker.video.video import Video

LISTENING = Listening(AudioFilter.SPEECH, "Kor")
SILENT_SECOND = bytes(32_000)
REFUSED = JobError(STT_REJECTED, "STT", "no.")


class LongSilence:
    """A sound, and then silence for as long as there is time; its one clip is refused while the silence is decoded."""

    default_language = "Kor"

    def __init__(self) -> None:
        self._asked, self._decoding = Event(), Event()

    def extract(
        self, video: Video, listening: Listening, folder: Path, deadline: Deadline, flac: Path | None = None
    ) -> Generator[Decoded]:
        assert (video.size, listening, folder.is_dir(), flac) == (5, LISTENING, True, None)
        yield Beginning(0.0)
        yield TONE
        while deadline.left():
            yield SILENT_SECOND
            time.sleep(0.001)
            if self._asked.is_set():
                self._decoding.set()
        raise JobError(FFMPEG_OUT_OF_TIME, "FFMPEG", "it did not end.")

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        assert (clip.start, language, deadline.left() > 0) == (0.0, "Kor", True)
        self._asked.set()
        assert self._decoding.wait(10)
        raise REFUSED


def test_a_call_that_fails_ends_the_decoding_before_its_next_clip(tmp_path: Path) -> None:
    world, deadline = LongSilence(), a_deadline(10)
    video = Download(FakeVideo(), StageRun("DOWNLOAD"))
    speech = extract_audio(video, world, LISTENING, Workspace(tmp_path, deadline))

    with pytest.raises(JobError) as caught:
        transcribe(speech, "Kor", world, Capacity(1), deadline)

    assert caught.value is REFUSED
    assert deadline.left() > 0
