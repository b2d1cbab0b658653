from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.e2e.demos import run_demo
from tests.e2e.world import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.e2e


@pytest.fixture
def late(clip: Path, tmp_path: Path, ffmpeg_program: str) -> Path:
    """The clip, whose sound starts 4 s late."""
    video = tmp_path / "late.mp4"
    inputs = ["-i", str(clip), "-itsoffset", "4", "-i", str(clip)]
    moved = ["-map", "0:v", "-map", "1:a", "-c", "copy", str(video)]
    subprocess.run([ffmpeg_program, "-v", "error", *inputs, *moved], check=True)
    return video


@pytest.mark.long  # test_long_form asks it of words, and test_ffmpeg_flac of the sound that is submitted
def test_the_first_subtitle_begins_with_the_first_word_of_a_sound_that_starts_late(late: Path) -> None:
    done = run_demo(VIDEO=str(late), SPOKEN="Eng", STT="speech", COLUMNS="160")

    assert done.returncode == 0, done.stdout
    result = next((ROOT / path) for path in re.findall(r"build/demo/\S+\.json", done.stdout) if "callback" not in path)
    [first, *_] = json.loads(result.read_text())["transcript"]["segments"][0]["words"]
    begins = re.search(r"^00:00:(\d\d,\d{3}) -->", result.with_suffix(".srt").read_text(), re.MULTILINE)
    assert begins is not None
    assert first["start"] > 4
    assert float(begins[1].replace(",", ".")) == pytest.approx(first["start"], abs=0.05)
