from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tasks.segment_mix.sounds import Mix

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def mix(ffmpeg_program: str, tmp_path: Path) -> Mix:
    return Mix(ffmpeg_program, tmp_path)
