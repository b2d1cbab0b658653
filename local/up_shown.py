"""What `make local-up` shows of its jobs, as they run and end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.console import Console

from local.hearing_words import REMARK
from local.paid_services import real_clova, real_clova_speech
from local.report import shorten
from local.request import SPEECH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from local.joblog import Line

_SHOWN = ("JOB_START", "JOB_WAITING", "JOB_RETRY", "JOB_FAILED", "CALLBACK_FAILED")
"""CALLBACK_SUCCESS is shown by what was told."""

_WORDS = ("message", "error_code", "reason", "setting")


def explain_speech(environment: Mapping[str, str], languages: Sequence[str]) -> str:
    """What has to be known of every transcript; nothing where a real engine makes it."""
    if environment.get("STT") == SPEECH:
        return "" if real_clova_speech(environment) else REMARK
    return "" if real_clova(environment) else explain_hearing(languages)


def explain_hearing(languages: Sequence[str]) -> str:
    """What has to be known of a transcript by the stand-in of CLOVA that hears these languages."""
    korean = "" if "Kor" in languages else " Korean: make local-up SPOKEN=Kor."
    return f"Heard by an offline stand-in, without lang as {languages[0]}. CLOVA is better.{korean}"


def show_callback(callback: str, remark: str = "") -> None:
    """Say what the backend was told.

    Args:
        callback: Its path and its body.
        remark: What has to be known of a transcript, if anything.
    """
    path, _, text = callback.partition(" ")
    body = json.loads(text)
    print(f"The backend was told: POST {path} {shorten(body)}", flush=True)
    if remark and body.get("transcript"):
        Console().print(remark, style="yellow", highlight=False, markup=False)


def show_line(line: Line) -> None:
    """Say what a line of the worker's log says, where that is news for a person."""
    stage = str(line.get("stage", ""))
    if stage not in _SHOWN and line["level"] not in ("ERROR", "CRITICAL"):
        return
    words = " ".join(str(line[name]) for name in _WORDS if line.get(name))
    again = f" (again in {line['delay_seconds']} s)" if "delay_seconds" in line else ""
    print(f"{line.get('job_id', '-')} {stage}: {words}{again}", flush=True)
