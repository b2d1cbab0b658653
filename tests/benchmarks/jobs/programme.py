"""What is run of whole jobs, in which order, and what must come of it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, replace
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.jobs.bounds import bound_bill, bound_schedule, decode_alone
from tests.benchmarks.jobs.bucket import RATE
from tests.benchmarks.jobs.films import film
from tests.benchmarks.jobs.runs import OURS, SEQUENTIAL, Bench, Run, bench
from tests.benchmarks.jobs.services import Pace, serving
from tests.benchmarks.measuring import run_program
from tests.benchmarks.sound import naive
from tests.media.store import FFMPEG, FOLDER, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_GIANT = {"seconds": 6 * 3600, "bytes": 10 * 1024**3}
_BATCHES = (5, 10)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is run: minutes of the film that ways are compared on, rounds, minutes of the growth's films, ..."""

    minutes: float
    rounds: int
    growth: tuple[float, ...]
    endings: tuple[str, ...]
    batch: bool = True
    giant: bool = True


FULL = Effort(10, 3, (1, 10, 60), ("mp4", "mov", "mkv", "ts", "webm"))
QUICK = Effort(3, 1, (1, 3), ("mov",), batch=False, giant=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was run, and the median of it."""

    name: str
    run: Run


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure, and what it must be at least or at most."""

    what: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        """Whether it is."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def run_jobs(effort: Effort, show: Callable[[Row], object]) -> tuple[list[Row], list[Claim]]:
    """Run all of it, showing each row as soon as it is there."""
    rows: list[Row] = []

    def note(name: str, runs: Sequence[Run]) -> Run:
        rows.append(Row(name, take_median(runs)))
        show(rows[-1])
        return rows[-1].run

    with serving(Pace()) as services, bench(FOLDER, RATE, services) as world:
        claims = _race(effort, world, note) + _grow(effort, world, note)
        for ending in effort.endings:
            note(f"1 min {ending}", [_ours(world, [film(1, ending)], 8)])
        claims += _pool(world, note) if effort.batch else []
        claims += _swallow(world, note) if effort.giant else []
    return rows, claims


def _ours(world: Bench, films: Sequence[Path], at_once: int) -> Run:
    return world.run(OURS, films, CLOVA_CONCURRENCY=str(at_once))


def _race(effort: Effort, world: Bench, note: Callable[[str, Sequence[Run]], Run]) -> list[Claim]:
    """The ways in turns."""
    video = film(effort.minutes)
    ways = [
        partial(world.run, SEQUENTIAL, [video]),
        partial(_ours, world, [video], 4),
        partial(_ours, world, [video], 8),
    ]
    turns = [[way() for way in ways] for _ in range(effort.rounds)]
    names = [f"{effort.minutes:g} min, {way}" for way in ("one after another", "4 calls at once", "8 calls at once")]
    one, four, eight = (note(name, runs) for name, runs in zip(names, zip(*turns, strict=True), strict=True))
    decoding, transfer = decode_alone(video).wall, video.stat().st_size / RATE
    bounds = [
        bound_schedule(transfer, decoding, run.calls, at, world.services.pace) for run, at in ((four, 4), (eight, 8))
    ]
    raw = ("-vn", "-ac", "1", "-ar", "16000", "-f", "s16le", "pipe:1")
    clean = film(effort.minutes, music=False)
    pcm = subprocess.run([FFMPEG, "-v", "error", "-i", str(clean), *raw], check=True, capture_output=True).stdout
    billed = _ours(world, [clean], 8).billed
    return [
        Claim("times faster than one after another, 4 calls at once", one.wall / four.wall, 3, at_least=True),
        Claim("times faster than one after another, 8 calls at once", one.wall / eight.wall, 4, at_least=True),
        Claim("of the schedule's bound, 4 calls at once", four.wall / bounds[0], 1.15),
        Claim("of the schedule's bound, 8 calls at once", eight.wall / bounds[1], 1.15),
        Claim("of the least that can be billed for speech with pauses", billed / bound_bill(pcm), 1.05),
    ]


def _grow(effort: Effort, world: Bench, note: Callable[[str, Sequence[Run]], Run]) -> list[Claim]:
    """From a short film to a long one."""
    runs = [note(f"{minutes:g} min, 8 calls at once", [_ours(world, [film(minutes)], 8)]) for minutes in effort.growth]
    longest = film(effort.growth[-1])
    ratio = decode_alone(longest).cpu / run_program(naive(longest)).cpu
    whole = f"{effort.growth[-1]:g} min"
    return [
        Claim(f"of the naive command's processor time, FFmpeg of {whole}", ratio, 1 / 3),
        Claim(f"MB of memory, worker and FFmpeg, {whole}", runs[-1].memory, 300),
        Claim(f"MB of memory more a minute of video, {effort.growth[-2]:g} min to {whole}", _slope(effort, runs), 1),
        Claim(f"MB on the disk at most, {whole}", runs[-1].disk, 512),
    ]


def _slope(effort: Effort, runs: Sequence[Run]) -> float:
    return (runs[-1].memory - runs[-2].memory) / (effort.growth[-1] - effort.growth[-2])


def _pool(world: Bench, note: Callable[[str, Sequence[Run]], Run]) -> list[Claim]:
    """Batches against as many invocations, the bill of all being the same memory times the wall time."""
    clip = film(1)
    alone = note("1 min in an invocation of its own", [_ours(world, [clip], 4)]).wall
    claims: list[Claim] = []
    for size in _BATCHES:
        together = note(f"{size} x 1 min in one invocation", [_ours(world, [clip] * size, 4)])
        ratio = together.wall / (size * alone)
        claims.append(Claim(f"of the GB-seconds of {size} invocations, a batch of {size}", ratio, 0.45))
    return claims


def _swallow(world: Bench, note: Callable[[str, Sequence[Run]], Run]) -> list[Claim]:
    """10 GB and 6 h; the services answer at once, because here only sizes count."""
    told = {"film": film(1, "mkv").name, **_GIANT}
    giant = write("giant.endless", json.dumps(told).encode())
    world.services.pace = Pace(0.0, 0.0, 0.0)
    run = note("6 h of 10 GB", [world.run(OURS, [giant], CLOVA_CONCURRENCY="8", CLOVA_CALLS_PER_SECOND="1000")])
    return [
        Claim("MB of memory, 6 h of 10 GB", run.memory, 1024),
        Claim("MB on the disk, 6 h of 10 GB", run.disk, 512),
    ]


def take_median(runs: Sequence[Run]) -> Run:
    """Of each quantity; the calls are those of the first run."""
    names = ("wall", "cpu", "memory", "disk", "fetched", "billed")
    return replace(runs[0], **{name: median(getattr(run, name) for run in runs) for name in names})
