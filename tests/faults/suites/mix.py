"""Segment mixes whose workers die, stumble or freeze at every boundary, and of whose editor nothing is to be had."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from local.standins.faults import CutAfterAccept, CutConnection, Fault, Status, Truncated
from tests.faults.case import EITHER, FAILED, Case, Upload
from tests.faults.fault import POINTS, Deed, Point, Side
from tests.faults.fault import Fault as Hit
from tests.faults.mixes import SEGMENTS
from tests.faults.trouble import Trouble

if TYPE_CHECKING:
    from random import Random

_TIMES = 4
"""Two tries at the beginning, which is told once an attempt, and two at the end."""

_JOB = partial(Case, task="segment_mix")
_EDITOR: dict[str, Fault] = {
    **{str(status): Status(status) for status in (429, 500, 502, 503)},
    "connection refused": CutConnection(),
    "connection reset": CutConnection(reset=True),
    "cut after it was accepted": CutAfterAccept(),
    "truncated": Truncated(),
}


def mix(repeats: int, _chance: Random) -> list[Case]:
    """All of it."""
    return [*_rivals(), *_deaths(), *_services(), *_freezes(), *_again_and_again()] * repeats


def _deaths() -> list[Case]:
    """At every boundary, and at those of each segment."""
    deeds = (Deed.KILL, Deed.EXIT, Deed.TERMINATE, Deed.RAISE)
    hits = [Hit(point, side, deed) for deed in deeds for point in POINTS["segment_mix"] for side in Side]
    segments = [Hit(Point.MIX, side, deed, nth) for deed in deeds for nth in SEGMENTS[1:] for side in Side]
    return [_JOB(str(hit), (Trouble(hit),)) for hit in [*hits, *segments]]


def _freezes() -> list[Case]:
    """A worker that is frozen until another has its job; what it is about to store is then stored again, the same."""
    hits = [Hit(point, Side.BEFORE, Deed.FREEZE) for point in POINTS["segment_mix"]]
    return [_JOB(str(hit), (Trouble(hit),), excused=int(hit.point in {Point.FETCH, Point.MIX})) for hit in hits]


def _again_and_again() -> list[Case]:
    """Two deaths in one stage, which end a job, with a delivery between them for which it is still held."""
    points = (Point.CLAIM, Point.STARTED, Point.FETCH, Point.MIX, Point.OUTCOME)
    every = tuple(Trouble(Hit(point, Side.BEFORE, Deed.KILL)) for point in points)
    return [
        _JOB("SIGKILL twice in one stage", (every[2],) * 3, ends=FAILED),
        _JOB("SIGKILL on every receive", every, ends=EITHER),
    ]


def _services() -> list[Case]:
    quick = [_JOB(f"editor: {name}", scripts={"editor": (fault,) * _TIMES}) for name, fault in _EDITOR.items()]
    slow = Trouble(settings={"FAULTS_AWS": "s3.PutObject=SlowDown"})
    return [*quick, _JOB(str(slow), (slow,))]


def _rivals() -> list[Case]:
    """Copies of an order, and one of which a voice is missing."""
    return [_JOB("8 copies", copies=8), _JOB("no voice", upload=Upload.GONE, ends=FAILED)]
