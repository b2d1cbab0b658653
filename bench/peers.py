"""The library people take for this, in an environment of its own (requirements/peers.in)."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bench.contests import Contest
from bench.jobs.films import film
from tests.measuring import run_program
from tests.media.store import FFMPEG
from worker.adapters.ffmpeg.arguments import decode_arguments
from worker.adapters.ffmpeg.speech.chains import plan_chains
from worker.adapters.ffmpeg.speech.graphs import render
from worker.speech.audio import AudioFilter

_PYTHON = Path(__file__).parents[1] / ".cache/peers/bin/python"

# pydub's other way in needs ffprobe, which imageio-ffmpeg does not bring.
_PYDUB = """
import sys, warnings
warnings.simplefilter("ignore")
from pydub import AudioSegment
AudioSegment.converter = sys.argv[3]
sound = AudioSegment.from_file_using_temporary_files(sys.argv[1])
sound.set_channels(1).set_frame_rate(16000).export(sys.argv[2], format="wav")
"""


def peer_contest(seconds: float, output: Path) -> Contest:
    """From a film of so many seconds to a WAV file of 16 kHz mono, without a filter."""
    video = film(seconds / 60)
    plain = render(plan_chains(AudioFilter.NONE, "")[0])
    # Into the same kind of file as pydub's.
    ours = [FFMPEG, *decode_arguments(f"file:{video}", 0, plain, seconds)[:-5], "-y", str(output)]
    theirs = [str(_PYTHON), "-c", _PYDUB, str(video), str(output), FFMPEG]
    return Contest("extraction: pydub", partial(run_program, theirs), partial(run_program, ours))
