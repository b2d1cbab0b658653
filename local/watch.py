"""Follows one job from its upload to the callback."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.joblog import JobLog, Line

if TYPE_CHECKING:
    from local.progress import Progress
    from local.stack import Stack
    from local.standins.backend import BackendStandIn, Callback

LABELS = {
    "DOWNLOAD": "Download from S3",
    "FFMPEG": "Speech out of the video (FFmpeg)",
    "STT": "Speech to text (CLOVA)",
    "LLM": "Summary (Claude)",
    "CALLBACK": "Callback to the backend",
}
_DETAILS = {"video_bytes": "{:,} bytes", "audio_bytes": "{:,} bytes of audio", "model": "{}", "error_code": "{}"}
_ENDS = ("JOB_DONE", "JOB_FAILED")


class LostJobError(Exception):
    """The job ended without the backend hearing of it; the message says how."""


@dataclass(frozen=True)
class Watched:
    """How a job went.

    Attributes:
        callback: What the backend accepted.
        milliseconds: By stage, and of the whole job under `JOB`.
    """

    callback: Callback
    milliseconds: dict[str, int]


class Watch:
    """Shows a job's log lines as progress until the backend has accepted its outcome.

    Args:
        stack: Where the job runs.
        backend: Who is told.
        progress: Where it is shown.
    """

    def __init__(self, stack: Stack, backend: BackendStandIn, progress: Progress) -> None:
        self._stack = stack
        self._backend = backend
        self._progress = progress
        self._log = JobLog(stack.function.log)
        self._milliseconds: dict[str, int] = {}
        self._last_words = ""

    def until_told(self, job_id: str) -> Watched:
        """Wait for the job's end.

        Raises:
            LostJobError: The runtime is gone, or the message was given up and nobody was told.
        """
        next_look = 0.0
        while not self._ended():
            if not self._stack.function.running:
                raise LostJobError("the Lambda runtime ended")
            if time.monotonic() > next_look:
                self._look_for_dead_letters(job_id)
                next_look = time.monotonic() + 1
            time.sleep(0.05)
        return Watched(self._told(job_id), self._milliseconds)

    def _ended(self) -> bool:
        for line in self._log.new_lines():
            self._show(line)
            if line["stage"] in _ENDS:
                return True
        return False

    def _show(self, line: Line) -> None:
        name, _, what = str(line["stage"]).rpartition("_")
        milliseconds = int(line.get("duration_ms", 0))
        if what == "START" and name in LABELS:
            self._progress.begin(name, LABELS[name])
        elif what == "DONE" and name in LABELS:
            self._milliseconds[name] = milliseconds
            self._progress.end(name, _detail(line), milliseconds / 1000)
        elif name == "CALLBACK":
            self._milliseconds[name] = milliseconds
            self._progress.begin(name, LABELS[name])
            self._progress.end(name, _detail(line), milliseconds / 1000, failed=what == "FAILED")
        elif name == "JOB" and what != "START":
            self._milliseconds[name] = milliseconds
            self._last_words = str(line.get("message", ""))

    def _look_for_dead_letters(self, job_id: str) -> None:
        if self._stack.dead_letters() and not any(call.job_id == job_id for call in self._backend.accepted):
            raise LostJobError(f"the message was given up and nobody was told. {self._last_words}".strip())

    def _told(self, job_id: str) -> Callback:
        return next(call for call in reversed(self._backend.accepted) if call.job_id == job_id)


def _detail(line: Line) -> str:
    return ", ".join(text.format(line[name]) for name, text in _DETAILS.items() if name in line)
