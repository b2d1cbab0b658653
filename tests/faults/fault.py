"""What is done to a worker, and where: one deed at one side of one boundary of a job."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Point(StrEnum):
    """The boundaries of a job, in their order. PROBE and EXTRACT are FFmpeg's first and later runs."""

    CLAIM = "claim"
    DOWNLOAD = "download"
    PROBE = "probe"
    EXTRACT = "extract"
    CLIP = "clip"
    CLIP_KEPT = "clip kept"
    CLAUDE = "Claude"
    CLAUDE_KEPT = "Claude kept"
    RESULT = "result"
    OUTCOME = "outcome"
    CALLBACK = "callback"
    TOLD = "told"
    ACKNOWLEDGE = "acknowledge"


class Side(StrEnum):
    """Before a boundary is crossed, or after."""

    BEFORE = "before"
    AFTER = "after"


class Deed(StrEnum):
    """What befalls the worker there. HANG ends in a kill by the clock, FREEZE thaws when its lease is over."""

    KILL = "SIGKILL"
    EXIT = "os._exit"
    TERMINATE = "SIGTERM"
    RAISE = "exception"
    HANG = "timeout"
    FREEZE = "freeze"
    DAWDLE = "two slow seconds"


@dataclass(frozen=True)
class Fault:
    """One deed, the `nth` time that a point is passed."""

    point: Point
    side: Side
    deed: Deed
    nth: int = 1

    def __str__(self) -> str:
        nth = f" {self.nth}" if self.nth > 1 else ""
        return f"{self.deed} {self.side} {self.point}{nth}"

    @property
    def in_submit_window(self) -> bool:
        """Whether it hits between the sending of a paid call and the keeping of its answer."""
        if self.side is Side.AFTER:
            return self.point in {Point.CLIP, Point.CLAUDE}
        return self.point in {Point.CLIP_KEPT, Point.CLAUDE_KEPT}
