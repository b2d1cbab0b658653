"""From a video to sound, and from sound to levels."""

from __future__ import annotations

from array import array
from functools import partial
from operator import mul
from typing import TYPE_CHECKING

from bench.contests import Contest
from tests.measuring import Usage, call, run_program
from tests.media.store import FFMPEG, make
from tests.media.talks import talk
from worker.adapters.ffmpeg.arguments import decode_arguments
from worker.adapters.ffmpeg.speech.chains import plan_chains
from worker.adapters.ffmpeg.speech.graphs import render
from worker.speech.audio import AudioFilter
from worker.speech.clips.levels import FRAME_SAMPLES, measure_levels

if TYPE_CHECKING:
    from pathlib import Path

_SPEECH = plan_chains(AudioFilter.SPEECH, "")[0]


def sound_contests(seconds: float) -> list[Contest]:
    """The contests over a talk of this length, in stereo at 48 kHz as cameras record it."""
    filmed = ("-c:v", "copy", "-c:a", "aac", "-ac", "2", "-ar", "48000")
    video = make("filmed.mp4", ("-i", str(talk(seconds)), *filmed))
    pcm = make("talk.s16", ("-i", str(video), "-ac", "1", "-ar", "16000", "-f", "s16le"))
    ours = [FFMPEG, *decode_arguments(f"file:{video}", 0, render(_SPEECH), seconds)]
    threaded = _drop(ours, "-threads", "-filter_threads")
    small = [word.rpartition(",asetnsamples")[0] or word for word in ours]
    chosen = partial(run_program, ours)
    measured = partial(call, lambda: measure_levels(pcm.read_bytes()))
    return [
        Contest("FFmpeg: filters in the order of the specification", partial(run_program, naive(video)), chosen),
        Contest("FFmpeg: as many threads as it likes", partial(run_program, threaded), chosen),
        Contest("FFmpeg: frames as small as the filters leave them", partial(run_program, small), chosen),
        Contest("levels: summed products for a hypotenuse", partial(call, partial(_sum_products, pcm)), measured),
        Contest("levels: the length of the audio", lambda: Usage(seconds, seconds), measured),
    ]


def naive(video: Path) -> list[str]:
    """The filters of the specification (docs/sources.md), written down as they are listed."""
    filters = ",".join(_SPEECH.filters)
    wanted = ("-vn", "-af", filters, "-ac", "1", "-ar", "16000", "-f", "s16le", "pipe:1")
    return [FFMPEG, "-nostdin", "-v", "error", "-i", str(video), *wanted]


def _drop(command: list[str], *options: str) -> list[str]:
    """A command without these options and their values."""
    dropped = [place for place, word in enumerate(command) if word in options]
    return [word for place, word in enumerate(command) if place not in dropped and place - 1 not in dropped]


def _sum_products(path: Path) -> list[float]:
    samples = array("h")
    samples.frombytes(path.read_bytes())
    frames = (samples[first : first + FRAME_SAMPLES] for first in range(0, len(samples), FRAME_SAMPLES))
    return [sum(map(mul, frame, frame)) / len(frame) for frame in frames]
