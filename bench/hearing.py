"""How well a recogniser hears speech through each `AUDIO_FILTER`, clean and in noise."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

from local.sample.accuracy import word_accuracy
from local.standins.recogniser import Recogniser
from tests.media.store import FFMPEG, make
from tests.unit.recordings import plan_clips
from worker.adapters.ffmpeg.arguments import decode_arguments
from worker.adapters.ffmpeg.speech.chains import plan_chains
from worker.adapters.ffmpeg.speech.graphs import render
from worker.speech.audio import AudioFilter
from worker.speech.clips.levels import measure_levels

_SAMPLE = Path(__file__).parents[1] / "local/sample"
_NOISES = {
    "clean": "",
    "hiss": "anoisesrc=c=pink:a=0.03:s=5:r=44100:d=70",
    "music": "aevalsrc='0.04*(sin(2*PI*220*t)+sin(2*PI*277*t)+sin(2*PI*330*t))*(0.6+0.4*sin(2*PI*t/4))':s=44100:d=70",
}


def measure_hearing() -> dict[str, dict[str, float]]:
    """The word error rate (0 to 1) of pocketsphinx over 63 s of flite, by filter and then by noise."""
    cases = list(product(AudioFilter, _NOISES))
    with Recogniser() as recognise, ThreadPoolExecutor(2) as pool:
        rates = list(pool.map(partial(_hear, recognise), cases))
    found = dict(zip(cases, rates, strict=True))
    return {kind: {noise: found[kind, noise] for noise in _NOISES} for kind in AudioFilter}


def _hear(recognise: Recogniser, case: tuple[AudioFilter, str]) -> float:
    audio_filter, noise = case
    filters = render(plan_chains(audio_filter, "")[0])
    command = [FFMPEG, *decode_arguments(f"file:{_mix(noise)}", 0, filters, 70.0)]
    pcm = subprocess.run(command, check=True, capture_output=True).stdout
    spans = plan_clips(measure_levels(pcm), len(pcm) // 2)
    heard = " ".join(recognise(pcm[2 * span.first : 2 * span.last]) for span in spans)
    return 1 - word_accuracy((_SAMPLE / "sample.txt").read_text(), heard)


def _mix(noise: str) -> Path:
    """The sample in one of the noises."""
    sample = _SAMPLE / "sample.mp4"
    if not _NOISES[noise]:
        return sample
    source = ("-f", "lavfi", "-i", _NOISES[noise])
    mixed = ("-filter_complex", "[0:a][1:a]amix=duration=first:normalize=0[out]", "-map", "[out]")
    return make(f"{noise}.m4a", ("-i", str(sample), *source, *mixed, "-c:a", "aac", "-b:a", "128k"))
