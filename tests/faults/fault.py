"""What is done to a worker, and where: one deed at one side of one boundary of a job."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Point(StrEnum):
    """The boundaries of jobs. PROBE and EXTRACT are FFmpeg's first and later runs for a summary."""

    NEWEST = "newest"
    CLAIM = "claim"
    LOCATE = "locate"
    DOWNLOAD = "download"
    PROBE = "probe"
    EXTRACT = "extract"
    CLIP = "clip"
    CLIP_KEPT = "clip kept"
    CLAUDE = "Claude"
    CLAUDE_KEPT = "Claude kept"
    RESULT = "result"
    EXAMINE = "examine"
    PICTURE = "picture"
    THUMBNAIL = "thumbnail"
    NUMBER = "number"
    CONTENT = "content"
    ROW = "row"
    STARTED = "started"
    FETCH = "fetch"
    MIX = "mix"
    OUTCOME = "outcome"
    CALLBACK = "callback"
    TOLD = "told"
    ACKNOWLEDGE = "acknowledge"


_SPEECH = (Point.DOWNLOAD, Point.PROBE, Point.EXTRACT, Point.CLIP, Point.CLIP_KEPT)
_END = (Point.OUTCOME, Point.CALLBACK, Point.TOLD, Point.ACKNOWLEDGE)
_PICTURE = (Point.LOCATE, Point.EXAMINE, Point.PICTURE, Point.THUMBNAIL)

POINTS = {
    "summary": (Point.NEWEST, Point.CLAIM, *_SPEECH, Point.CLAUDE, Point.CLAUDE_KEPT, Point.RESULT, *_END),
    "catalog": (
        *(Point.NEWEST, Point.CLAIM, *_PICTURE, Point.NUMBER, Point.CONTENT, Point.ROW),
        *(Point.OUTCOME, Point.TOLD, Point.ACKNOWLEDGE),
    ),
    "segment_mix": (Point.NEWEST, Point.CLAIM, Point.STARTED, Point.FETCH, Point.MIX, *_END),
}
"""Those of each task, in their order."""


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
