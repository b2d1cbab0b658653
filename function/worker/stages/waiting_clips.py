"""Clips that wait for the recogniser, on the disk: decoding is ten times faster than it."""

from __future__ import annotations

import errno
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from worker.domain.errors import Condition, failure
from worker.domain.media import SpeechClip

if TYPE_CHECKING:
    from worker.workspace import Workspace

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def keep_clip(pcm: bytes, start: float, end: float, workspace: Workspace) -> SpeechClip:
    """Put a clip into a file of its own, which ends with `discard` or with the workspace.

    Raises:
        ExtractionError: the disk is full.
    """
    path = workspace.file(f"clip-{round(start * 1000)}.pcm")
    try:
        path.write_bytes(pcm)
    except OSError as error:
        if error.errno in _NO_ROOM:
            sentence = "FFMPEG: there was no disk space left for the decoded audio."
            raise failure(Condition.FFMPEG_OUT_OF_DISK, sentence) from error
        raise
    return replace(SpeechClip.of(pcm, start, end), load=path.read_bytes, discard=partial(path.unlink, missing_ok=True))
