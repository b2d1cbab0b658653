"""What the person at the terminal asked the demo for."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from worker.video.keys import NoAddressError, find_address

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "local/sample/sample.mp4"
USER_ID = "123"
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
"""Of a video's key (docs/messages.md)."""

TASKS = ("summary", "catalog", "segment_mix")
CSR, SPEECH = ENGINES = ("csr", "speech")
"""`STT_ENGINE`'s values: CLOVA Speech Recognition for clips, CLOVA Speech for whole recordings."""

LANGUAGES = ("Kor", "Eng", "Jpn", "Chn")
"""CLOVA's names."""


@dataclass(frozen=True)
class Request:
    """What to run.

    Attributes:
        video: The file.
        language: What is said to be spoken, None for the default of the speech service.
        job_id: Also the name of the folder.
        folder: For everything that is kept.
        task: What is done with it.
        backend: Who is told of it; empty for a stand-in.
        engine: What hears it.
    """

    video: Path
    language: str | None
    job_id: str
    folder: Path
    task: str
    backend: str = ""
    engine: str = CSR

    @property
    def spoken(self) -> str:
        """What a stand-in of the speech service has to hear; its default is CLOVA's own."""
        return self.language or LANGUAGES[0]

    @property
    def key(self) -> str:
        """Where the video is uploaded to; the catalogue reads a content's number and title out of it."""
        ending = self.video.suffix or ".mp4"
        if self.task == "catalog":
            return f"videos/42_{self.video.stem}{ending}"
        return f"videos/{USER_ID}/{self.job_id}{ending}"


def read_request(environment: Mapping[str, str]) -> Request:
    """Read `VIDEO`, a path, `SPOKEN`, a language (the sample is English), `TASK`, `BACKEND`, an address, and `STT`."""
    given = environment.get("VIDEO")
    job_id = f"demo-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
    language = environment.get("SPOKEN") or (None if given else "Eng")
    video = Path(given).expanduser() if given else SAMPLE
    task, backend = environment.get("TASK") or TASKS[0], environment.get("BACKEND", "")
    engine = environment.get("STT") or CSR
    return Request(video, language, job_id, ROOT / "build/demo" / job_id, task, backend, engine)


def find_problem(request: Request) -> str | None:
    """Why the demo cannot do this, in a sentence; None where nothing is wrong that can be seen beforehand."""
    choices = (("TASK", request.task, TASKS), ("SPOKEN", request.spoken, LANGUAGES), ("STT", request.engine, ENGINES))
    for name, value, known in choices:
        if value not in known:
            return f"{name} is one of {', '.join(known)}."
    if request.backend and request.task != "summary":
        return f"BACKEND is told of summaries; TASK={request.task} calls addresses of its own."
    if not request.video.is_file():
        return f"There is no file {request.video}."
    if not os.access(request.video, os.R_OK):
        return f"{request.video}: the file cannot be read; look at its permissions."
    if not request.video.stat().st_size:
        return f"{request.video}: the file is empty."
    return None if request.task == "segment_mix" else _find_problem_of_name(request)


def _find_problem_of_name(request: Request) -> str | None:
    """Why no job can be about an upload of this name."""
    suffix = request.video.suffix
    if suffix and not _ENDING.fullmatch(suffix):
        rule = "a video's name has to end in a dot and 1 to 8 Latin letters or digits, such as .mp4"
        return f"{request.video}: {rule}; {suffix} is refused."
    try:
        find_address(request.key)
    except NoAddressError as problem:
        return f"{request.video}: {problem}."
    return None
