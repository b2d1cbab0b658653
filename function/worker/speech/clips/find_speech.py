"""Find the stretches of a sound that are worth sending to a recogniser, while it is decoded."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from worker.speech.audio import Beginning, Recording, SpeechClip
from worker.speech.clips.cutter import Cutter

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.jobs.workspace import Workspace
    from worker.speech.audio import Decoded


def find_speech(decoded: Generator[Decoded], workspace: Workspace) -> Generator[SpeechClip | Recording]:
    """Cut a sound into clips of at most 55 s, and leave out what is too quiet to be speech.

    When decoding restarts, earlier clips stay valid, since they may be paid for; new clips begin after them.

    Args:
        decoded: from `speech.ports.AudioExtractor.extract`.
        workspace: where the clips wait.

    Yields:
        Clips in time order, their times on the video's clock; none for silence. At the end the `Recording`.

    Raises:
        JobError: FFMPEG_FAILED, the disk is full; or what decoding raises.
    """
    cutter = Cutter(0.0, 0.0)
    with closing(decoded):
        for piece in decoded:
            match piece:
                case Beginning():
                    cutter = Cutter(piece.delay, cutter.given)
                case SpeechClip():
                    yield piece
                case bytes():
                    yield from cutter.take(piece, workspace)
                case Recording():
                    yield from cutter.finish(workspace)
                    yield piece
