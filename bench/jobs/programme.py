"""Which whole jobs are run, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.jobs.board import Board, Row
from bench.jobs.bucket import RATE
from bench.jobs.films import ENDINGS, film
from bench.jobs.race import compare_bill, race
from bench.jobs.runs import bench, run_ours
from bench.jobs.services import Pace, serving
from bench.jobs.sizes import grow, pool, swallow
from tests.media.store import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is run.

    Attributes:
        minutes: length of the film that both ways do, `rounds` times each.
        lengths: minutes of the films that grow, besides that one.
        endings: containers of a minute, besides MP4.
        batches: sizes of batches.
        giant: whether 10 GB are sent through, too.
    """

    minutes: float
    rounds: int
    lengths: tuple[float, ...]
    endings: tuple[str, ...]
    batches: tuple[int, ...]
    giant: bool


FULL = Effort(10, 3, (1, 60), ENDINGS[1:], (5, 10), giant=True)
QUICK = Effort(3, 1, (1, 3), (), (5,), giant=False)


def run_jobs(effort: Effort, show: Callable[[Row], object]) -> Board:
    """Run all of it, showing each row as soon as it is there."""
    board = Board(show)
    with serving(Pace()) as services, bench(FOLDER, RATE, services) as world:
        race(world, board, effort.minutes, effort.rounds)
        compare_bill(world, board, effort.minutes)
        grow(world, board, effort.lengths)
        for ending in effort.endings:
            board.note(f"1 min {ending}", [run_ours(world, [film(1, ending)], 8)])
        pool(world, board, effort.batches)
        if effort.giant:
            swallow(world, board)
    return board
