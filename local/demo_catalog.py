"""`make demo TASK=catalog`: one video into a catalogue on this machine, and what came of it."""

from __future__ import annotations

import json
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from local.catalog_database import keep_content, make_database, read_row
from local.catalog_report import Catalogued, show_catalogued
from local.following import LostJobError, follow
from local.joblog import JobLog
from local.progress import Progress
from local.stack import Stack, running_stack
from local.standins.catalog import CatalogStandIn

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from local.joblog import Line
    from local.request import Request

TOKEN = "local-catalog-token"  # noqa: S105 - made up for loopback
# Nobody is told of a catalogue job, so that no backend needs to be there.
PARAMETERS = {"AppEnv": "dev", "BackendBaseUrl": "http://127.0.0.1:9", "MaxReceiveCount": "1"}
LABELS = {
    "PROBE": "Look at the video (FFmpeg, ranged reads)",
    "THUMBNAIL": "Take its picture (FFmpeg)",
    "STORE": "Picture to S3",
    "CATALOG_ID": "Number of the content",
    "CATALOG_API": "Content to the catalogue's API",
    "CATALOG_DB": "Row into the database",
}


def run_catalog_demo(request: Request, console: Console) -> int:
    """Catalogue the video as content 42.

    Returns:
        0 where there are picture, content and row, else 1.

    Raises:
        LostJobError: the job failed; the message says why.
    """
    database = request.folder / "catalog.db"
    with ExitStack() as open_:
        progress = open_.enter_context(Progress(console))
        api = open_.enter_context(CatalogStandIn(token=TOKEN, keep=partial(keep_content, database)))
        overrides = {
            "VIDEO_TASK": "catalog",
            "CATALOG_API_BASE": api.base_url,
            "DATABASE_URL": f"sqlite:///{database}",
        }
        progress.begin("STACK", "Emulated AWS, template.yaml, Lambda runtime, a database")
        open_.callback(progress.fail_running)
        make_database(overrides["DATABASE_URL"])
        secrets = {"INTERNAL_TOKEN": TOKEN}
        stack = open_.enter_context(running_stack(request.folder, PARAMETERS, secrets, overrides))
        progress.end("STACK", stack.deployment.function.name)
        stack.upload(request.video, request.key)
        facts = _watch(stack, request.key, progress)
        thumbnail = _fetch_thumbnail(stack, request.key, request.folder)
    row = read_row(database)
    show_catalogued(console, Catalogued(thumbnail, facts["width"], facts["height"], row, api.calls[-1]))
    (request.folder / "row.json").write_text(json.dumps(row, indent=2) + "\n")
    return 0


def _watch(stack: Stack, key: str, progress: Progress) -> Line:
    """Show the stages until the job's only delivery is over; returns the fields of THUMBNAIL_DONE."""
    log, lines = JobLog(stack.function.log), list["Line"]()

    def show_news() -> None:
        news = log.new_lines()
        for line in news:
            _show(line, progress)
        lines.extend(news)

    follow(key, stack.relay, stack.function, show_news)
    named = {str(line.get("stage")): line for line in lines}
    if "JOB_DONE" not in named:
        words = [str(line["message"]) for line in lines if line["level"] in ("ERROR", "CRITICAL")]
        raise LostJobError(f"The video was not catalogued. {' '.join(words[-1:])}")
    return named["THUMBNAIL_DONE"]


def _show(line: Line, progress: Progress) -> None:
    name, _, what = str(line.get("stage", "")).rpartition("_")
    if name in LABELS and what == "START":
        progress.begin(name, LABELS[name])
    elif name in LABELS and what == "DONE":
        progress.end(name, seconds=int(line["duration_ms"]) / 1000)


def _fetch_thumbnail(stack: Stack, key: str, folder: Path) -> Path:
    """Copy the picture out of the emulated bucket, which ends with the demo."""
    name = f"{key.removeprefix('videos/')}.jpg"
    stack.aws.s3.download_file(stack.deployment.bucket, f"thumbnails/{name}", str(folder / name))
    return folder / name
