"""FFmpeg: its version, and the filters the worker's chains are made of."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs] - it has none; one function of it is used

from local.checkup.finding import Finding, bad, good, note

if TYPE_CHECKING:
    from collections.abc import Mapping

FILTERS = frozenset(
    {"aresample", "highpass", "lowpass", "afftdn", "anlmdn", "pan", "volumedetect", "aformat", "asetnsamples"}
)
_IN_THE_IMAGE = "/opt/bin/ffmpeg"
_ANOTHER = "use a build with all of FFmpeg's audio filters, such as the one in layers/ffmpeg"


def check_ffmpeg(values: Mapping[str, str]) -> list[Finding]:
    """Ask the program that `FFMPEG_PATH` names; where that is the image's and missing here, the laptop's own."""
    path = values["FFMPEG_PATH"]
    if Path(path).is_file():
        return [_examine(path)]
    if path == _IN_THE_IMAGE:
        substitute = imageio_ffmpeg.get_ffmpeg_exe()
        return [note("FFMPEG_PATH", f"{path} is in the image only; the laptop's own is examined"), _examine(substitute)]
    return [bad("FFMPEG_PATH", f"there is no file {path}", "correct the path, or leave it unset for the image's")]


def _examine(path: str) -> Finding:
    try:
        version = _ask(path, "-version")
        missing = sorted(FILTERS - set(re.findall(r"^ \S+ +(\w+) ", _ask(path, "-filters"), re.MULTILINE)))
    except (OSError, subprocess.SubprocessError) as problem:
        return bad("FFmpeg", f"does not run: {type(problem).__name__}", _ANOTHER)
    if missing:
        return bad("FFmpeg", f"lacks {', '.join(missing)}", _ANOTHER)
    number = re.match(r"ffmpeg version (\S+)", version)
    return good("FFmpeg", f"{number[1] if number else 'unknown version'}, all filters there")


def _ask(path: str, question: str) -> str:
    answer = subprocess.run([path, "-hide_banner", question], capture_output=True, text=True, timeout=20, check=True)
    return answer.stdout
