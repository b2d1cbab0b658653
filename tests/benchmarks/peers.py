"""The libraries people take for this, in an environment of their own (requirements/peers.in)."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.contests import Contest
from tests.benchmarks.jobs.films import film
from tests.benchmarks.measuring import run_program
from tests.media.store import FFMPEG
from worker.adapters.ffmpeg.arguments import decode
from worker.adapters.ffmpeg.speech.chains import plan_chains
from worker.adapters.ffmpeg.speech.graphs import render
from worker.speech.audio import AudioFilter

if TYPE_CHECKING:
    from tests.benchmarks.measuring import Usage

PYTHON = Path(__file__).parents[2] / ".cache/peers/bin/python"

_MOVIEPY = """
import sys, moviepy
with moviepy.VideoFileClip(sys.argv[1]) as film:
    film.audio.write_audiofile(sys.argv[2], fps=16000, ffmpeg_params=["-ac", "1"], codec="pcm_s16le", logger=None)
"""
# Its other way in needs ffprobe, which imageio-ffmpeg does not bring.
_PYDUB = """
import sys, warnings
warnings.simplefilter("ignore")
from pydub import AudioSegment
AudioSegment.converter = sys.argv[3]
sound = AudioSegment.from_file_using_temporary_files(sys.argv[1])
sound.set_channels(1).set_frame_rate(16000).export(sys.argv[2], format="wav")
"""


def peer_contests(seconds: float, output: Path) -> list[Contest]:
    """From a film of so many seconds to a WAV file of 16 kHz mono, without a filter."""
    video = film(seconds / 60)
    plain = render(plan_chains(AudioFilter.NONE, "")[0])
    # Into the same kind of file as theirs.
    ours = [FFMPEG, *decode(f"file:{video}", 0, plain, seconds)[:-5], "-y", str(output)]
    return [
        Contest(f"extraction: {name}", partial(_run, program, video, output), partial(run_program, ours))
        for name, program in (("MoviePy", _MOVIEPY), ("pydub", _PYDUB))
    ]


def _run(program: str, film: Path, output: Path) -> Usage:
    environment = {**os.environ, "IMAGEIO_FFMPEG_EXE": FFMPEG}
    return run_program([str(PYTHON), "-c", program, str(film), str(output), FFMPEG], environment)
