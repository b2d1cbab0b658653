"""What a job is measured against: a good schedule, and the least bill."""

from __future__ import annotations

import shutil
from array import array
from typing import TYPE_CHECKING

from tests.measuring import run_program
from tests.media.store import FFMPEG
from worker.adapters.ffmpeg.arguments import decode_arguments
from worker.adapters.ffmpeg.speech.chains import plan_chains
from worker.adapters.ffmpeg.speech.graphs import render
from worker.speech.audio import AudioFilter
from worker.speech.billing import STT_UNIT_SECONDS
from worker.speech.clips.cheapest import FRAMES, choose_clips
from worker.speech.clips.levels import find_silence, measure_levels
from worker.speech.clips.pauses import find_pauses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.jobs.services import Pace
    from tests.measuring import Usage

FILTERS = render(plan_chains(AudioFilter.SPEECH, "")[0])


def decode_alone(film: Path) -> Usage:
    """Our FFmpeg command on a file that is there already."""
    return run_program([FFMPEG, *decode_arguments(f"file:{film}", 0, FILTERS, 43_200.0)])


def read_bytes(film: Path) -> Usage:
    """As little as any way must do: read the file."""
    return run_program([shutil.which("cat") or "/bin/cat", str(film)])


def copy_sound(film: Path) -> Usage:
    """As little as any way through FFmpeg must do: find the sound among the pictures, and leave it as it is."""
    return run_program(
        [FFMPEG, "-nostdin", "-v", "error", "-i", str(film), "-map", "0:a:0", "-c", "copy", "-f", "null", "-"]
    )


def bound_schedule(transfer: float, decoding: float, calls: Sequence[float], at_once: int, pace: Pace) -> float:
    """The seconds of a good schedule; a perfect one may save a part of the last call, which counts twice here.

    Args:
        transfer: seconds for the video's bytes at the store's rate.
        decoding: seconds of FFmpeg alone.
        calls: seconds of audio of each call.
        at_once: calls at once.
        pace: of the services.

    Returns:
        The slowest of transfer, decoding and calls, and after it the last call and Claude's answer.
    """
    answers = [pace.hear(seconds) for seconds in calls]
    return max(transfer, decoding, sum(answers) / at_once) + answers[-1] + pace.claude


def bound_bill(pcm: bytes) -> float:
    """The least seconds that any choice of cuts is billed, the whole recording known: 16 kHz mono s16."""
    levels = array("d", measure_levels(pcm))
    clips = choose_clips(find_pauses(levels, find_silence(levels)), final=True)
    return sum(-(-(last - first) // (STT_UNIT_SECONDS * FRAMES)) * STT_UNIT_SECONDS for first, last in clips)
