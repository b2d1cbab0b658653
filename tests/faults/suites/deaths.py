"""Workers that die, hang or stumble: at every boundary of a job, and anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.case import FAILED, Case
from tests.faults.fault import POINTS, Deed, Fault, Point, Side
from tests.faults.trouble import Trouble

if TYPE_CHECKING:
    from random import Random

BOUNDARIES = [(point, side, 1) for point in POINTS["summary"] for side in Side]
SECOND_CLIP = [(point, side, 2) for point in (Point.CLIP, Point.CLIP_KEPT) for side in Side]

_JOB_SECONDS = 0.4
_SYSCALLS = 1500
"""A thread of a job makes about so many system calls (measured: 1,100 to 1,600 in the main thread)."""


def kills(repeats: int, _chance: Random) -> list[Case]:
    """SIGKILL, os._exit and SIGTERM at every boundary, and at those of a second clip."""
    deeds = (Deed.KILL, Deed.EXIT, Deed.TERMINATE)
    return [*(case for deed in deeds for case in _everywhere(deed)), *_again_and_again()] * repeats


def exceptions(repeats: int, _chance: Random) -> list[Case]:
    """A bug at every boundary."""
    return _everywhere(Deed.RAISE) * repeats


def timeouts(repeats: int, _chance: Random) -> list[Case]:
    """A worker that hangs at a boundary, until Lambda's clock ends it."""
    return _everywhere(Deed.HANG) * repeats


def runtime(_repeats: int, _chance: Random) -> list[Case]:
    """The same in AWS's own Lambda runtime, and workers that vanish from it; once only, for each waits for a clock."""
    return [*_everywhere(Deed.HANG), *_everywhere(Deed.EXIT)]


def moments(repeats: int, chance: Random) -> list[Case]:
    """SIGKILL at any moment and at any system call, once or twice in a row."""
    timed = [Trouble(killed_after=chance.uniform(0, _JOB_SECONDS)) for _ in range(16 * repeats)]
    called = [Trouble(syscall=chance.randint(1, _SYSCALLS)) for _ in range(16 * repeats)]
    return [Case(str(trouble), (trouble,)) for trouble in [*timed, *called]]


def _again_and_again() -> list[Case]:
    """Two deaths in one stage, which end a job; and one on every receive but one, of which only the sweep can tell."""
    points = (Point.PROBE, Point.CLIP, Point.CLAUDE, Point.RESULT)
    deaths = {point: Trouble(Fault(point, Side.AFTER, Deed.KILL)) for point in points}
    bug = Trouble(Fault(Point.DOWNLOAD, Side.BEFORE, Deed.RAISE))
    return [
        Case("SIGKILL twice in one stage", (deaths[Point.PROBE],) * 2, ends=FAILED),
        Case("SIGKILL on every receive after an exception", (bug, *deaths.values()), ends=FAILED),
    ]


def _everywhere(deed: Deed) -> list[Case]:
    """One case a boundary; at those of a second clip the first may be in the air."""
    return [
        Case(str(fault), (Trouble(fault),), clips=fault.nth, excused=fault.nth - 1)
        for fault in (Fault(point, side, deed, nth) for point, side, nth in [*BOUNDARIES, *SECOND_CLIP])
    ]
