"""What a finished job left behind, for a person at a terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from local.request import ROOT, SAMPLE, SPEECH
from local.sample.accuracy import word_accuracy
from local.times import LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rich.console import Console

    from local.request import Request
    from local.times import Times
    from local.watch import Watched

_BAR_WIDTH = 30
_LONGEST_TEXT = 160


def show_job(console: Console, request: Request, watched: Watched, files: list[Path], remark: str = "") -> None:
    """Print everything.

    Args:
        console: Where.
        request: What was asked for.
        watched: How it went.
        files: What was kept.
        remark: What is to be known of a transcript of any video but the sample, and of any with speakers.
    """
    body = watched.callback.body
    _show_text(console, "transcript", body)
    show_words(console, files)
    if request.video == SAMPLE and "transcript" in body:
        _show_accuracy(console, body["transcript"])
    if remark and body.get("transcript") and (request.video != SAMPLE or request.engine == SPEECH):
        console.print(remark, style="yellow", highlight=False, markup=False)
    _show_text(console, "summary", body)
    console.print(tabulate(watched.times))
    _show_callback(console, watched.callback.path, body)
    console.print("Files:")
    for file in files:
        console.print(f"  {file.relative_to(ROOT)}", highlight=False, markup=False, soft_wrap=True)
    style = "bold green" if body["status"] == "DONE" else "bold red"
    console.print(f"{body['status']} {request.job_id}", style=style)


def show_words(console: Console, files: list[Path]) -> None:
    """Which engine heard it, and what that tells besides the text; CSR tells no more, and is not mentioned."""
    results = [
        json.loads(file.read_text()) for file in files if file.suffix == ".json" and file.name != "callback.json"
    ]
    for result in results:
        transcript: dict[str, Any] = result.get("transcript") or {}  # a failed job may have none
        segments: list[dict[str, Any]] = transcript.get("segments", [])
        words = sum(len(segment.get("words", [])) for segment in segments)
        speakers = {segment["speaker"] for segment in segments if segment.get("speaker")}
        if words:
            line = f"Heard by {result['meta']['stt_engine']}: {words} words with their times, {len(speakers)} speakers"
            console.print(line, highlight=False, markup=False)


def _show_accuracy(console: Console, transcript: str) -> None:
    said = SAMPLE.with_suffix(".txt")
    accuracy = word_accuracy(said.read_text(), transcript)
    console.print(f"Words right, against {said.relative_to(ROOT)}: {accuracy:.1%}")


def _show_text(console: Console, name: str, body: Mapping[str, Any]) -> None:
    if name in body:
        text = Text(str(body[name]) or "(no speech was found)")
        console.print(Panel(text, title=name.capitalize(), title_align="left"))


def tabulate(times: Times) -> Table:
    """Where the time went, as a table; a stage that failed is marked."""
    whole = times.milliseconds.get("JOB", 0)
    stages = {name: spent for name, spent in times.milliseconds.items() if name in LABELS}
    table = Table(title="Where the time went", title_justify="left", show_header=False, box=None, padding=(0, 2))
    for name, spent in stages.items():
        table.add_row(LABELS[name], f"{spent / 1000:6.2f} s", _bar(spent, whole, failed=name in times.failed))
    rest = max(0, whole - sum(stages.values()))
    table.add_row("Results to S3, and the rest", f"{rest / 1000:6.2f} s", _bar(rest, whole))
    table.add_row("The whole job", f"{whole / 1000:6.2f} s", "")
    return table


def _bar(spent: int, whole: int, *, failed: bool = False) -> Text:
    bar = Text("█" * round(_BAR_WIDTH * spent / whole) if whole else "", style="red" if failed else "cyan")
    return bar.append(" failed" if failed else "")


def _show_callback(console: Console, path: str, body: Mapping[str, Any]) -> None:
    console.print(f"The backend was told: POST {path}", highlight=False, markup=False)
    console.print_json(shorten(body))


def shorten(body: Mapping[str, Any]) -> str:
    """A callback's body as JSON, its long texts cut."""
    return json.dumps({name: _short(value) for name, value in body.items()}, ensure_ascii=False)


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return f"{value[:_LONGEST_TEXT]}... ({len(value)} characters)"
    return value
