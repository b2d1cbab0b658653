"""Files that make FFmpeg take all the memory there is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bench.contests import Contest
from tests.measuring import run_program
from tests.media import hostile
from tests.media.store import FFMPEG
from worker.adapters.ffmpeg.arguments import probe_arguments

if TYPE_CHECKING:
    from pathlib import Path

    from tests.measuring import Usage


def bomb_contests() -> list[Contest]:
    """FFmpeg opens each bomb without the limit that stops it, and with it."""
    return [
        _unlimited("memory: an index of 60 million samples, no -max_alloc", "-max_alloc", hostile.sample_bomb()),
        _unlimited("memory: a picture of 16000 x 16000, no -max_pixels", "-max_pixels", hostile.picture_bomb()),
    ]


def _unlimited(claim: str, limit: str, bomb: Path) -> Contest:
    command = [FFMPEG, *probe_arguments(f"file:{bomb}")]
    place = command.index(limit)
    return Contest(claim, partial(_open, command[:place] + command[place + 2 :]), partial(_open, command))


def _open(command: list[str]) -> Usage:
    """A description alone ends with 1, and so does a refusal."""
    return run_program(command, may_fail=True)
