"""The sequential way against ours, in turns, and ours against the bounds."""

from __future__ import annotations

import subprocess
from functools import partial
from typing import TYPE_CHECKING

from bench.jobs.bounds import bound_bill, bound_schedule, decode_alone
from bench.jobs.bucket import RATE
from bench.jobs.films import film
from bench.jobs.runs import SEQUENTIAL, Bench, run_ours
from tests.media.store import FFMPEG

if TYPE_CHECKING:
    from bench.jobs.board import Board

_FASTER = {4: 3.0, 8: 4.0}
"""Calls at once, and how many times faster than one after another a job must then be."""


def race(world: Bench, board: Board, minutes: float, rounds: int) -> None:
    """Let both ways do the same film, ours with 4 and with 8 calls at once."""
    video = film(minutes)
    ways = [partial(world.run, SEQUENTIAL, [video]), *(partial(run_ours, world, [video], at) for at in _FASTER)]
    sequential, *ours = zip(*([way() for way in ways] for _ in range(rounds)), strict=True)
    slow = board.note(f"{minutes:g} min, one after another", sequential)
    transfer, decoding = video.stat().st_size / RATE, decode_alone(video).wall
    for (at_once, wanted), runs in zip(_FASTER.items(), ours, strict=True):
        bound = bound_schedule(transfer, decoding, runs[0].calls, at_once, world.services.pace)
        wall = board.note(f"{minutes:g} min, {at_once} calls at once", runs, bound).wall
        board.claim_large(f"times faster, {at_once} calls at once", slow.wall / wall, at_least=wanted)
        board.claim(f"of the schedule's bound, {at_once} calls at once", wall / bound, at_most=1.15)


def compare_bill(world: Bench, board: Board, minutes: float) -> None:
    """What is billed for speech with silent pauses."""
    video = film(minutes, music=False)
    wanted = ("-vn", "-ac", "1", "-ar", "16000", "-f", "s16le", "pipe:1")
    command = [FFMPEG, "-nostdin", "-v", "error", "-i", str(video), *wanted]
    least = bound_bill(subprocess.run(command, check=True, capture_output=True).stdout)
    billed = board.note(f"{minutes:g} min, silent pauses", [run_ours(world, [video], 8)]).billed
    board.claim("of the least that can be billed for speech with pauses", billed / least, at_most=1.05)
