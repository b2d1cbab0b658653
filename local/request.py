"""What the person at the terminal asked the demo for."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "local/sample/sample.mp4"
USER_ID = "123"
TASKS = ("summary", "catalog", "segment_mix")


@dataclass(frozen=True)
class Request:
    """What to run.

    Attributes:
        video: The file.
        language: What is spoken, None for the default of the speech service.
        job_id: Also the name of the folder.
        folder: For everything that is kept.
        task: What is done with it.
    """

    video: Path
    language: str | None
    job_id: str
    folder: Path
    task: str

    @property
    def key(self) -> str:
        """Where the video is uploaded to."""
        return f"videos/{USER_ID}/{self.job_id}{self.video.suffix or '.mp4'}"


def read_request(environment: Mapping[str, str]) -> Request:
    """Read `VIDEO`, a path, `SPOKEN`, a language (the sample is in English), and `TASK`."""
    given = environment.get("VIDEO")
    job_id = f"demo-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
    language = environment.get("SPOKEN") or (None if given else "Eng")
    video = Path(given).expanduser() if given else SAMPLE
    return Request(video, language, job_id, ROOT / "build/demo" / job_id, environment.get("TASK") or TASKS[0])
