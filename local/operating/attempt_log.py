"""What the log says of a job's last attempt: seconds of each stage, the one that failed, and when the next begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from local.times import BLAMED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.joblog import Line

_ENDINGS = ("DONE", "SUCCESS", "FAILED")
_POSTPONED = ("RETRY", "DEFERRED", "WAITING")


@dataclass
class Attempt:
    """One attempt, as far as its lines tell it.

    Attributes:
        seconds: By stage, in the order of their ends; the stages of one video overlap.
        failed: The stage that failed, "" where none did.
        cause: Code and reason of the failure, "" where there is none.
        next_at: When the next attempt begins, in seconds since 1970; None where none was announced.
    """

    seconds: dict[str, float] = field(default_factory=dict[str, float])
    failed: str = ""
    cause: str = ""
    next_at: float | None = None
    _begun: dict[str, float] = field(default_factory=dict[str, float])
    _stages: set[str] = field(default_factory=lambda: {"CALLBACK"})
    """Only these end: a callback has no line at its start, and lines such as HIDE_FAILED are about no stage."""
    _stopped: list[str] = field(default_factory=list[str])

    def read(self, line: Line) -> None:
        """Take note of a line."""
        stage, at = str(line.get("stage", "")), _seconds(line)
        name, _, what = stage.rpartition("_")
        if name == "JOB":
            self._read_of_job(what, line, at)
        elif what == "START":
            self._stages.add(name)
            self._begun[name] = at
        elif what in _ENDINGS and name in self._stages:
            spent = line.get("duration_ms", 0) / 1000
            if name == "CALLBACK":
                self._stop(at - spent)
            self._begun.pop(name, None)
            self.seconds[name] = self.seconds.get(name, 0.0) + spent
            self.failed = name if what == "FAILED" else self.failed

    def _read_of_job(self, what: str, line: Line, at: float) -> None:
        if what in _POSTPONED:
            self.next_at = at + line.get("delay_seconds", 0)
        if what == "WAITING":
            self._begun.clear()  # the stage that found it too early begins anew at the next look
        if what not in ("RETRY", "FAILED") or "error_code" not in line:
            # A record that an invocation had no time to begin is given back without a failure.
            return
        self._stop(at)
        code = str(line.get("error_code"))
        self.cause = f"{code}, {line.get('reason')}"
        blamed = BLAMED.get(code)
        if self._stopped:
            self.failed = blamed if blamed in self._stopped else ", ".join(self._stopped)

    def _stop(self, at: float) -> None:
        """No line tells of the end of a stage that failed, nor of those that stopped with it."""
        for name, begun in self._begun.items():
            self.seconds[name] = self.seconds.get(name, 0.0) + max(0.0, at - begun)
            self._stopped.append(name)
        self._begun.clear()


def read_last_attempt(lines: Iterable[Line]) -> Attempt | None:
    """Read a job's lines.

    Args:
        lines: In any order.

    Returns:
        The last attempt that ran a stage or failed, with the time of the next; None where there is none.
    """
    last, current = None, Attempt()
    for line in sorted(lines, key=_rank):
        if line.get("stage") == "JOB_START":
            current = Attempt()
        current.read(line)
        if current.seconds or current.cause:
            last = current
        elif last and current.next_at:
            # A second delivery, which waits for the first one's worker.
            last.next_at = current.next_at
    return last


def _rank(line: Line) -> tuple[float, bool, bool]:
    """The order in time; of lines with the same time a beginning is first, that of the attempt before all."""
    stage = str(line.get("stage", ""))
    return _seconds(line), stage != "JOB_START", not stage.endswith("_START")


def _seconds(line: Line) -> float:
    return datetime.fromisoformat(str(line["timestamp"])).timestamp()
