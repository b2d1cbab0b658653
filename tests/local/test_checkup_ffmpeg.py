from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from local.checkup.ffmpeg import check_ffmpeg
from local.checkup.finding import State
from tests.local.findings import states

if TYPE_CHECKING:
    from pathlib import Path


class Build(NamedTuple):
    """An FFmpeg that has these filters."""

    filters: str
    state: State


@pytest.mark.parametrize(
    "build",
    [
        Build("aresample highpass lowpass afftdn anlmdn pan volumedetect aformat asetnsamples", State.GOOD),
        Build("aresample highpass lowpass pan volumedetect aformat asetnsamples", State.BAD),
    ],
)
def test_an_ffmpeg_without_the_filters_fails(build: Build, tmp_path: Path) -> None:
    program = tmp_path / "ffmpeg"
    lines = "\n".join(f" .S {name}  A->A  what it does" for name in build.filters.split())
    program.write_text(f"#!/bin/sh\ncat <<'EOF'\nffmpeg version 9\n{lines}\nEOF\n")
    program.chmod(0o755)

    assert states(check_ffmpeg({"FFMPEG_PATH": str(program)})) == {"FFmpeg": build.state}


def test_the_laptops_own_ffmpeg_stands_for_the_images() -> None:
    found = check_ffmpeg({"FFMPEG_PATH": "/opt/bin/ffmpeg"})

    assert found[-1].state is State.GOOD


def test_a_wrong_path_to_ffmpeg_fails() -> None:
    assert states(check_ffmpeg({"FFMPEG_PATH": "/nowhere/ffmpeg"})) == {"FFMPEG_PATH": State.BAD}
