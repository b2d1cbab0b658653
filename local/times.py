"""Where a job's time went, by its log lines."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.joblog import Line

LABELS = {
    "DOWNLOAD": "Download from S3",
    "FFMPEG": "Speech out of the video (FFmpeg)",
    "STT": "Speech to text (CLOVA)",
    "LLM": "Summary (Claude)",
    "CALLBACK": "Callback to the backend",
}
ENDINGS = ("DONE", "SUCCESS", "FAILED")
BLAMED = {
    "S3_DOWNLOAD_FAILED": "DOWNLOAD",
    "FFMPEG_FAILED": "FFMPEG",
    "STT_TIMEOUT": "STT",
    "STT_BAD_RESPONSE": "STT",
    "LLM_TIMEOUT": "LLM",
    "LLM_BAD_RESPONSE": "LLM",
}
"""The stage that an error code speaks of: download, FFmpeg and CLOVA run at once, and the others only stop with it."""


class Times:
    """Milliseconds by stage, in the order of their ends, and of the whole job under `JOB`.

    Attributes:
        milliseconds: By stage.
        stopped: The stages that had begun and not ended when the job failed; the one that failed is among them.
        failed: The stages that came to nothing by their own fault, known once the job's own last line is read.
    """

    def __init__(self) -> None:
        self.milliseconds: dict[str, int] = {}
        self.stopped: list[str] = []
        self.failed: set[str] = set()
        self._begun: dict[str, datetime] = {}

    def read(self, line: Line) -> None:
        """Take note of a log line; one that is about no stage says nothing."""
        name, _, what = str(line.get("stage", "")).rpartition("_")
        if what == "START" and name in LABELS:
            self._begun[name] = _moment(line)
        elif what in ENDINGS:
            if name == "CALLBACK":
                self._end_running(line)
            self._begun.pop(name, None)
            if was_skipped(line):
                return
            self.milliseconds[name] = int(line["duration_ms"])
            self.failed |= {name} if what == "FAILED" else set()
            if name == "JOB":
                self.failed |= self._blame(str(line.get("error_code")))

    def _blame(self, code: str) -> set[str]:
        """The stage that the code speaks of; every one that was stopped, where it speaks of none of them."""
        blamed = BLAMED.get(code)
        return {blamed} if blamed in self.stopped else set(self.stopped)

    def _end_running(self, callback: Line) -> None:
        """No line tells of a stage's end by failure: it lasted until the callback, whose line comes at its end."""
        for name, begun in self._begun.items():
            spent = round((_moment(callback) - begun).total_seconds() * 1000) - int(callback["duration_ms"])
            self.milliseconds[name] = max(0, spent)
            self.stopped.append(name)
        self._begun.clear()


def was_skipped(line: Line) -> bool:
    """Whether Claude was not asked for a summary, as there are no words; one of its own is never empty."""
    return line.get("stage") == "LLM_DONE" and line.get("summary_length") == 0


def _moment(line: Line) -> datetime:
    return datetime.fromisoformat(line["timestamp"])
