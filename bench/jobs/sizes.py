"""What a job takes as videos grow longer, larger and more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.jobs.bounds import copy_sound, decode_alone, read_bytes
from bench.jobs.films import film
from bench.jobs.runs import Bench, run_ours
from bench.jobs.services import Pace
from bench.sound import naive
from tests.measuring import run_program
from tests.media.store import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.jobs.board import Board

_GIANT = {"seconds": 6 * 3600, "bytes": 10 * 1024**3}


def grow(world: Bench, board: Board, lengths: Sequence[float]) -> None:
    """From a short film to a long one, in minutes."""
    runs = [board.note(f"{length:g} min", [run_ours(world, [film(length)], 8)]) for length in lengths]
    shortest, longest, whole = film(lengths[0]), film(lengths[-1]), f"{lengths[-1]:g} min"
    first, last = run_program(naive(shortest)).cpu, run_program(naive(longest)).cpu
    decoding = decode_alone(longest)
    board.claim(f"of the naive command's CPU, our FFmpeg, {whole}", decoding.cpu / last, at_most=1 / 3)
    board.claim(f"the same, all of a worker with S3, Python and the SDKs, {whole}", runs[-1].cpu / last, at_most=1 / 2)
    further = (runs[-1].cpu - runs[0].cpu) / (last - first)
    board.claim("the same, without its cold start: each further minute of video", further, at_most=1 / 3)
    board.claim(
        "times the seconds of a mere copy of its sound, our FFmpeg",
        decoding.wall / copy_sound(longest).wall,
        at_most=20,
    )
    board.claim(
        "times the seconds of reading its bytes, our FFmpeg", decoding.wall / read_bytes(longest).wall, at_most=60
    )
    board.claim(f"MB of memory, worker and FFmpeg, {whole}", runs[-1].memory, at_most=300)
    board.claim(f"MB on the disk, {whole}", runs[-1].disk, at_most=512)
    late = board.note(f"{whole}, its index at the end", [run_ours(world, [film(lengths[-1], "mov")], 8)])
    board.claim(f"MB of memory, {whole}, its index at the end", late.memory, at_most=300)


def pool(world: Bench, board: Board, sizes: Sequence[int]) -> None:
    """Batches against as many invocations, the bill of all being the same memory times the wall time."""
    clip = film(1)
    alone = board.note("1 min in an invocation of its own", [run_ours(world, [clip], 4)]).wall
    for size in sizes:
        together = board.note(f"{size} x 1 min in one invocation", [run_ours(world, [clip] * size, 4)]).wall
        ratio = together / (size * alone)
        board.claim(f"of the GB-seconds of {size} invocations, a batch of {size}", ratio, at_most=0.45)


def swallow(world: Bench, board: Board) -> None:
    """10 GB and 6 h; the services answer at once from here on, because only sizes count."""
    world.services.pace = Pace(0.0, 0.0, 0.0)
    clip = film(1, "mkv")
    giant = write("giant.endless", json.dumps({"film": clip.name, **_GIANT}).encode())
    small, large = (
        board.note(f"{name}, services at once", [run_ours(world, [video], 8, CLOVA_CALLS_PER_SECOND="1000")])
        for name, video in (("1 min mkv", clip), ("6 h of 10 GB", giant))
    )
    board.claim("MB of memory, 6 h of 10 GB", large.memory, at_most=1024)
    board.claim("MB on the disk, 6 h of 10 GB", large.disk, at_most=512)
    slope = 1000 * (large.memory - small.memory) / (large.fetched - small.fetched)
    board.claim("MB of memory for each further GB of video", slope, at_most=20)
