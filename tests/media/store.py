"""Where made media are kept: one file for each recipe, so that a changed recipe makes a new file."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs] - the package ships none

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FOLDER = Path(__file__).parents[2] / ".cache" / "media"
MAKER = imageio_ffmpeg.get_ffmpeg_exe()

FFMPEG = os.environ.get("FFMPEG_UNDER_TEST") or MAKER
"""The program that the worker runs in these tests; media are made by `MAKER`, which can encode them."""


def make(name: str, arguments: Sequence[str]) -> Path:
    """Run FFmpeg once for this recipe; `name` decides the container."""
    recipe = "\0".join((Path(MAKER).name, *arguments))
    command = [MAKER, "-nostdin", "-v", "error", "-y", *arguments]
    return keep(name, recipe, lambda path: subprocess.run([*command, os.fspath(path)], check=True))


def write(name: str, content: bytes) -> Path:
    """Keep bytes as a file."""
    return keep(name, hashlib.sha256(content).hexdigest(), lambda path: path.write_bytes(content))


def keep(name: str, recipe: str, build: Callable[[Path], object]) -> Path:
    """Build a file unless it is there; another process may be doing the same."""
    stem, _, ending = name.rpartition(".")
    digest = hashlib.sha256(recipe.encode()).hexdigest()[:12]
    path = FOLDER / f"{stem}-{digest}.{ending}"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        unfinished = FOLDER / f"{stem}-{digest}.{os.getpid()}.{ending}"
        build(unfinished)
        unfinished.replace(path)
    return path
