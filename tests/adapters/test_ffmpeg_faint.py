"""A faint voice is understood about as well as a loud one, by the offline recogniser."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.sample.accuracy import word_accuracy
from local.standins.recogniser import Recogniser
from tests.adapters.listening import extract
from tests.media.store import make
from worker.stages.clip_plan import plan_clips
from worker.stages.levels import measure_levels

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parents[2] / "local/sample"
MEAN = -24.0
"""dBFS, of the sample's voice."""


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    with Recogniser() as recogniser:
        yield recogniser


def at(level: float) -> Path:
    """The sample's sound at a mean level."""
    volume = f"volume={level - MEAN}dB"
    return make("faint.mka", ("-i", str(SAMPLE / "sample.mp4"), "-vn", "-af", volume, "-c:a", "flac"))


def share_of_wrong_words(recogniser: Recogniser, workspace: Path, level: float) -> float:
    pcm = extract(at(level), workspace).pcm
    spans = plan_clips(measure_levels(pcm), len(pcm) // 2)
    heard = " ".join(recogniser(pcm[2 * span.first : 2 * span.last]) for span in spans)
    return 1 - word_accuracy((SAMPLE / "sample.txt").read_text(), heard)


def test_a_voice_of_40_decibels_below_is_heard_within_5_points_of_one_of_20(
    recogniser: Recogniser, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(2) as pool:
        loud, faint = pool.map(partial(share_of_wrong_words, recogniser, tmp_path), (-20.0, -40.0))

    assert faint - loud <= 0.05
    assert loud < 0.15
