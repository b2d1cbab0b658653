"""Small programs that stand where FFmpeg should, and what becomes of processes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.media.store import FFMPEG

if TYPE_CHECKING:
    from collections.abc import Callable

SLEEP = "/bin/sleep 1000"


def write_program(folder: Path, script: str) -> str:
    """Write an executable shell script."""
    program = folder / "ffmpeg"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def write_fragile_ffmpeg(folder: Path, version: str, **fates: str) -> str:
    """Write a real FFmpeg of a pretended version, which meets a fate (a shell command) at a word of its filters."""
    chain = "*-af\\ *{word}*|*-filter_complex\\ *{word}*"
    cases = "\n".join(f'{chain.format(word=word)}) printf "a lot of noise"; {fate};;' for word, fate in fates.items())
    script = f'echo "ffmpeg version {version}" >&2\ncase "$*" in\n{cases}\nesac\nexec {FFMPEG} "$@"'
    return write_program(folder, script)


def is_gone(pid: int) -> bool:
    """Whether a process has ended, waited for or not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


def happens(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Wait for something, but not for ever."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
