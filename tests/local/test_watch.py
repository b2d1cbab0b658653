"""What a person sees of a job while it runs."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from rich.console import Console

from local.following import LostJobError
from local.progress import Progress
from local.standins.backend import Callback
from local.watch import Watch

if TYPE_CHECKING:
    from pathlib import Path

    from local.stack import Stack

TOLD = Callback("1", "/internal/jobs/1/complete", {}, {"status": "DONE"})


def line(stage: str, second: int, milliseconds: int = 0, **fields: object) -> dict[str, Any]:
    timestamp = f"2026-11-21T03:21:{second:02d}.000+00:00"
    return {"level": "INFO", "stage": stage, "timestamp": timestamp, "duration_ms": milliseconds, **fields}


def watch(folder: Path, *lines: dict[str, Any], told: tuple[Callback, ...] = (TOLD,)) -> list[str]:
    """What is printed of a job that wrote these lines to its log."""
    log = folder / "function.log"
    log.write_text("".join(f"{json.dumps(one)}\n" for one in lines))
    relay = SimpleNamespace(seconds=0, find=dict[str, None]().get)  # it has noted no invocation
    stack = SimpleNamespace(function=SimpleNamespace(log=log, running=False), relay=relay)
    console = Console(width=120)
    with console.capture() as captured, Progress(console) as progress:
        backend: Any = SimpleNamespace(accepted=list(told), refusals=[])
        Watch(cast("Stack", stack), backend, progress).until_told("1")
    return captured.get().splitlines()


def test_a_video_without_words_shows_no_summary_by_claude(tmp_path: Path) -> None:
    shown = watch(tmp_path, line("LLM_START", 1), line("LLM_DONE", 2, 1000, summary_length=0, model="a"))

    assert shown[-1] == "  skipped Summary (Claude): 0.0 s  no words, so Claude was not asked"


def test_a_summary_shows_its_model(tmp_path: Path) -> None:
    shown = watch(tmp_path, line("LLM_START", 1), line("LLM_DONE", 2, 1000, summary_length=9, model="a"))

    assert shown[-1] == "  done Summary (Claude): 1.0 s  a"


def test_of_the_stages_that_a_failure_stopped_the_one_that_failed_is_named(tmp_path: Path) -> None:
    shown = watch(
        tmp_path,
        line("DOWNLOAD_START", 1),
        line("FFMPEG_START", 1),
        line("CALLBACK_SUCCESS", 3, 500),
        line("JOB_FAILED", 3, 2000, error_code="FFMPEG_FAILED"),
    )

    assert shown[-2:] == [
        "  stopped Download from S3: 1.5 s  ",
        "  failed Speech out of the video (FFmpeg): 1.5 s  ",
    ]


def test_a_job_of_which_nobody_was_told_ends_in_the_functions_last_words(tmp_path: Path) -> None:
    last = {**line("JOB_RETRY", 2), "level": "ERROR", "message": "no room", "error_code": "UNKNOWN_ERROR"}

    with pytest.raises(LostJobError, match=r"Nobody was told of this job\. no room UNKNOWN_ERROR"):
        watch(tmp_path, line("JOB_START", 1), last, told=())
