"""Follows one job from its upload to the callback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.following import DELIVERY_SECONDS, LostJobError, follow
from local.joblog import JobLog, Line
from local.standins.backend import Callback
from local.times import ENDINGS, LABELS, Times, was_skipped

if TYPE_CHECKING:
    from local.invocation import Invocation
    from local.own_backend import OwnBackend
    from local.progress import Progress
    from local.stack import Stack
    from local.standins.backend import BackendStandIn

_LAST_WORDS = ("message", "error_code", "reason", "setting")
_DETAILS = {"video_bytes": "{:,} bytes", "audio_bytes": "{:,} bytes of audio", "model": "{}", "error_code": "{}"}


@dataclass(frozen=True)
class Watched:
    """How a job went.

    Attributes:
        callback: What the backend accepted.
        times: Where its time went.
    """

    callback: Callback
    times: Times


class Watch:
    """Shows the log lines of a job as progress, until its only delivery is over, and those after each wait of it.

    Args:
        stack: Where the job runs, with a `MaxReceiveCount` of 1.
        backend: Who is told.
        progress: Where it is shown.
    """

    def __init__(self, stack: Stack, backend: BackendStandIn | OwnBackend, progress: Progress) -> None:
        self._stack = stack
        self._backend = backend
        self._progress = progress
        self._log = JobLog(stack.function.log)
        self._times = Times()
        self._last_words = ""
        self._wait_seconds = 0

    def until_told(self, job_id: str) -> Watched:
        """Wait for the end of the stack's only job; the bucket's test message is another invocation.

        Raises:
            LostJobError: The function crashed, or gave the message up and could not tell anybody.
            OverdueError: The job was not delivered, or did not end, in time.
        """
        ended = self._follow(job_id)
        if not self._backend.accepted:
            said = "".join(f" The backend said: {words}" for words in self._backend.refusals[-1:])
            raise LostJobError(f"Nobody was told of this job. {self._reason(ended)}{said}")
        return Watched(self._backend.accepted[-1], self._times)

    def _follow(self, job_id: str) -> Invocation | None:
        """A job that waits, for a recording to be recognised, is delivered again."""
        relay, function = self._stack.relay, self._stack.function
        ended = follow(job_id, relay, function, self._show_news)
        while self._wait_seconds and ended is not None:
            relay.put_aside(job_id)
            most = DELIVERY_SECONDS + self._wait_seconds
            self._wait_seconds = 0
            ended = follow(job_id, relay, function, self._show_news, most)
        return ended

    def _show_news(self) -> None:
        for line in self._log.new_lines():
            self._times.read(line)
            if line.get("stage") == "JOB_WAITING":
                self._wait_seconds = int(line["delay_seconds"])
            if line["level"] in ("ERROR", "CRITICAL"):
                self._last_words = " ".join(str(line[name]) for name in _LAST_WORDS if line.get(name))
            name, _, what = str(line.get("stage", "")).rpartition("_")
            if what == "START" and name in LABELS:
                self._progress.begin(name, LABELS[name])
            elif what in ENDINGS:
                self._show_end(name, what, line)

    def _show_end(self, name: str, what: str, line: Line) -> None:
        if name == "CALLBACK":  # the one stage that is logged only when it is over
            self._progress.begin(name, LABELS[name])
        if name == "JOB":
            self._show_stopped()
        if was_skipped(line):
            self._progress.end(name, "no words, so Claude was not asked", 0.0, "skipped")
        elif name in LABELS:
            end = "failed" if what == "FAILED" else "done"
            self._progress.end(name, _detail(line), int(line["duration_ms"]) / 1000, end)

    def _show_stopped(self) -> None:
        """Only the job's own end says which of the stages that were running is to blame."""
        for name in self._times.stopped:
            end = "failed" if name in self._times.failed else "stopped"
            self._progress.end(name, seconds=self._times.milliseconds[name] / 1000, end=end)

    def _reason(self, ended: Invocation | None) -> str:
        if ended is not None and ended.failed:
            return f"The function failed: {ended.body.decode(errors='replace')}"
        return self._last_words or "The runtime ended."


def _detail(line: Line) -> str:
    return ", ".join(text.format(line[name]) for name, text in _DETAILS.items() if name in line)
