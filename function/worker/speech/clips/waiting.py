"""Clips that wait on the disk for the recogniser: decoding is ten times faster than recognition."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from worker.jobs.workspace import Workspace, taking_room
from worker.speech.audio import SpeechClip


def keep_clip(pcm: bytes, start: float, end: float, workspace: Workspace) -> SpeechClip:
    """Write a clip to a file of its own, which `discard` or the end of the workspace deletes.

    Raises:
        JobError: FFMPEG_FAILED, the disk is full.
    """
    path = workspace.file(f"clip-{round(start * 1000)}.pcm")
    with taking_room("the decoded audio"):
        path.write_bytes(pcm)
    return replace(SpeechClip.of(pcm, start, end), load=path.read_bytes, discard=partial(path.unlink, missing_ok=True))
