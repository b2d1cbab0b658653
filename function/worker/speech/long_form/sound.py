"""The sound of a video as one FLAC file, which a long-form recogniser takes."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from worker.speech.audio import Beginning, Recording
from worker.speech.extract_audio import extract_audio

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.jobs.deadline import Deadline
    from worker.jobs.workspace import Workspace
    from worker.speech.audio import Decoded
    from worker.speech.listening import Listening
    from worker.speech.ports import AudioExtractor
    from worker.video.download import Download
    from worker.video.video import Video

_FILE = "speech.flac"


@dataclass(frozen=True, slots=True)
class Sound:
    """A whole decoded sound, and whether speech was found in it.

    `flac` holds it from its first sample: what is at t seconds there was heard at t - `delay` on the video's clock.
    """

    flac: Path
    delay: float
    spoken: bool
    recording: Recording


def extract_sound(download: Download, extractor: AudioExtractor, listening: Listening, workspace: Workspace) -> Sound:
    """Decode the speech track once, to a file, and look for speech in it.

    Raises:
        JobError: as `speech.extract_audio.extract_audio`.
    """
    keeping = _FlacKeeper(extractor, workspace.file(_FILE))
    found = 0
    with closing(extract_audio(download, keeping, listening, workspace)) as speech:
        for clip in speech:
            clip.discard()
            found += 1
    return Sound(keeping.flac, keeping.delay, found > 0, speech.recording)


class _FlacKeeper:
    """Implements `speech.ports.AudioExtractor`.

    It keeps the sound in a file, and notes the delay of its last beginning.
    """

    def __init__(self, extractor: AudioExtractor, flac: Path) -> None:
        self.flac, self.delay = flac, 0.0
        self._extractor = extractor

    def extract(
        self, video: Video, listening: Listening, folder: Path, deadline: Deadline, flac: Path | None = None
    ) -> Generator[Decoded]:
        decoded = self._extractor.extract(video, listening, folder, deadline, flac or self.flac)
        with closing(decoded):
            for piece in decoded:
                if isinstance(piece, Beginning):
                    self.delay = piece.delay
                yield piece
