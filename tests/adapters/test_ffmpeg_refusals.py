from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import extract
from tests.adapters.programs import write_program
from tests.media import clips
from worker.domain.errors import Condition, ExtractionError

if TYPE_CHECKING:
    from pathlib import Path

KILL, SEGMENTATION_FAULT = "kill -KILL $$", "kill -SEGV $$"


@pytest.mark.parametrize(
    ("script", "condition"),
    [
        ("echo hello", Condition.FFMPEG_MISSING),
        ("echo error while loading shared libraries >&2; exit 127", Condition.FFMPEG_MISSING),
        (f"echo ffmpeg version 9.0.2 >&2; {SEGMENTATION_FAULT}", Condition.FFMPEG_CRASHED),
        (f"echo ffmpeg version 9.0.2 >&2; {KILL}", Condition.FFMPEG_KILLED),
    ],
    ids=["not FFmpeg", "does not load", "crashes on opening", "is killed on opening"],
)
def test_an_ffmpeg_that_cannot_open_the_video_says_whose_fault_it_is(
    script: str, condition: Condition, tmp_path: Path
) -> None:
    with pytest.raises(ExtractionError) as refused:
        extract(clips.bursts(), tmp_path, program=write_program(tmp_path, script))

    assert refused.value.condition is condition
