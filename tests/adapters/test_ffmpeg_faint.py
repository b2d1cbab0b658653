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
HISS = "anoisesrc=c=pink:a=0.03:s=5:r=44100:d=70"
"""Pink, 20 dB below the voice."""


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    with Recogniser() as recogniser:
        yield recogniser


def at(level: float, hiss: str) -> Path:
    """The sample's sound at a mean level, with its hiss."""
    volume = f"volume={level - MEAN}dB"
    source = ("-i", str(SAMPLE / "sample.mp4"))
    if not hiss:
        return make("faint.mka", (*source, "-vn", "-af", volume, "-c:a", "flac"))
    graph = f"[0:a][1:a]amix=duration=first:normalize=0,{volume}[out]"
    mixed = ("-f", "lavfi", "-i", hiss, "-filter_complex", graph, "-map", "[out]")
    return make("faint.mka", (*source, *mixed, "-c:a", "flac"))


def share_of_wrong_words(recogniser: Recogniser, workspace: Path, hiss: str, level: float) -> float:
    pcm = extract(at(level, hiss), workspace).pcm
    spans = plan_clips(measure_levels(pcm), len(pcm) // 2)
    heard = " ".join(recogniser(pcm[2 * span.first : 2 * span.last]) for span in spans)
    return 1 - word_accuracy((SAMPLE / "sample.txt").read_text(), heard)


@pytest.mark.parametrize("hiss", ["", HISS], ids=["clean", "hiss"])
def test_a_voice_of_40_decibels_below_is_heard_within_5_points_of_one_of_20(
    recogniser: Recogniser, tmp_path: Path, hiss: str
) -> None:
    with ThreadPoolExecutor(2) as pool:
        loud, faint = pool.map(partial(share_of_wrong_words, recogniser, tmp_path, hiss), (-20.0, -40.0))

    assert faint - loud <= 0.05
    assert loud < 0.15
