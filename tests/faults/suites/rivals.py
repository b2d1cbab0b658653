"""Several workers about one job: copies of a message, versions of a key, and clocks that are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.case import FAILED, Case, Upload
from tests.faults.fault import POINTS, Deed, Fault, Point, Side
from tests.faults.stores import LEASE_SECONDS
from tests.faults.trouble import NONE, Trouble

if TYPE_CHECKING:
    from random import Random

_SKEW = 300 * LEASE_SECONDS / 180
"""Seconds: five minutes beside a lease of 180 s, at the pace of these suites."""


def duplicates(repeats: int, _chance: Random) -> list[Case]:
    """Eight copies of a message at once."""
    return [Case("8 copies", copies=8)] * (67 * repeats)


def uploads(repeats: int, _chance: Random) -> list[Case]:
    """An object that is gone before or during the job, and two versions of a key in either order."""
    killed = Trouble(Fault(Point.CLAUDE, Side.BEFORE, Deed.KILL))
    slow = Trouble(Fault(Point.DOWNLOAD, Side.BEFORE, Deed.DAWDLE))
    late = Trouble(Fault(Point.RESULT, Side.BEFORE, Deed.DAWDLE))
    cases = [
        Case("deleted before the job", upload=Upload.GONE, ends=FAILED),
        Case("deleted under the job", (slow,), upload=Upload.VANISHING, ends=FAILED),
        Case("replaced", upload=Upload.REPLACED),
        Case("replaced under a slow job", (late,), upload=Upload.REPLACED),
        Case("replaced, and a worker dies", (killed,), upload=Upload.REPLACED),
        Case("later version first", upload=Upload.BACKWARDS),
        Case("later version first, and slowly", (late,), upload=Upload.BACKWARDS),
        Case("later version first, and its worker dies", (killed,), upload=Upload.BACKWARDS),
    ]
    return cases * (2 * repeats)


def clocks(repeats: int, _chance: Random) -> list[Case]:
    """A worker that is frozen until another has its job, and one whose clock is five minutes off.

    A clock that is wrong takes a lease that is held, and a frozen worker may already have announced a call: that may
    cost a call, and never an outcome.
    """
    frozen = [
        Case(str(fault), (Trouble(fault),), excused=int(fault.point in {Point.CLIP, Point.CLAUDE}))
        for fault in (Fault(point, Side.BEFORE, Deed.FREEZE) for point in POINTS["summary"])
    ]
    slow = Trouble(Fault(Point.CLIP, Side.AFTER, Deed.DAWDLE))
    fast, behind = (Trouble(settings={"FAULTS_SKEW": str(skew)}) for skew in (_SKEW, -_SKEW))
    skewed = [
        Case("5 minutes fast beside a slow worker", (slow, fast), copies=2, excused=2),
        Case("5 minutes behind, then a right one", (behind, NONE), copies=2, excused=2),
        Case("5 minutes fast and alone", (fast,)),
        Case("5 minutes behind and alone", (behind,)),
    ]
    return [*frozen, *skewed] * repeats
