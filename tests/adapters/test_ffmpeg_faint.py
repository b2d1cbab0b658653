"""A faint voice is understood about as well as a loud one: it is the same sound, which the offline recogniser hears."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from local.sample.accuracy import word_accuracy
from local.standins.recogniser import Recogniser
from tests.adapters.listening import extract
from tests.media.store import make
from tests.unit.recordings import plan_clips
from worker.speech.audio import SAMPLE_RATE
from worker.speech.clips.levels import measure_levels

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parents[2] / "local/sample/sample.mp4"
MEAN = -24.0
"""dBFS, of the sample's voice."""


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    with Recogniser() as recogniser:
        yield recogniser


CLEAN, HISSING = 0.0, 0.0109
"""Amplitudes of white noise beside it: none, and one whose mean is 20 dB below the voice."""


def at(level: float, hiss: float) -> Path:
    """The sample's sound at a mean level."""
    noise = f"anoisesrc=a={hiss}:c=white:r=48000:seed=1"
    graph = f"[0:a][1:a]amix=normalize=0:duration=first,volume={level - MEAN}dB[sound]"
    given = ("-i", str(SAMPLE), "-f", "lavfi", "-i", noise, "-filter_complex", graph)
    return make("faint.mka", (*given, "-map", "[sound]", "-c:a", "flac"))


def share_of_wrong_words(recogniser: Recogniser, workspace: Path, hiss: float, level: float) -> float:
    pcm = extract(at(level, hiss), workspace).pcm
    spans = plan_clips(measure_levels(pcm), len(pcm) // 2)
    heard = " ".join(recogniser(pcm[2 * span.first : 2 * span.last]) for span in spans)
    return 1 - word_accuracy(SAMPLE.with_suffix(".txt").read_text(), heard)


@pytest.mark.parametrize("hiss", [CLEAN, HISSING], ids=["clean", "in hiss"])
def test_a_voice_of_40_decibels_below_is_one_of_20_turned_down_and_sent_as_a_whole(hiss: float, tmp_path: Path) -> None:
    sounds = [extract(at(level, hiss), tmp_path).pcm for level in (-20.0, -40.0)]

    loud, faint = (np.frombuffer(sound, "<i2").astype(float) for sound in sounds)
    assert np.corrcoef(loud, faint)[0, 1] > 0.998
    spans = [plan_clips(measure_levels(sound), len(sound) // 2) for sound in sounds]
    [louds, faints] = [[edge / SAMPLE_RATE for span in some for edge in (span.first, span.last)] for some in spans]
    assert faints == pytest.approx(louds, abs=0.1)


@pytest.mark.long
@pytest.mark.parametrize("hiss", [CLEAN, HISSING], ids=["clean", "in hiss"])
def test_a_voice_of_40_decibels_below_is_heard_within_5_points_of_one_of_20(
    recogniser: Recogniser, hiss: float, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(2) as pool:
        loud, faint = pool.map(partial(share_of_wrong_words, recogniser, tmp_path, hiss), (-20.0, -40.0))

    assert faint - loud <= 0.05
    assert loud < 0.15
