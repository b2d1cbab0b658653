"""A job's lines in its function's log (CloudWatch)."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from local.joblog import Line, read_line

if TYPE_CHECKING:
    from local.operating.place import Place
    from worker.delivery.ledger.entry import Entry

_BEFORE_SECONDS = 1000
"""One invocation lasts 900 s at most; the ledger was written during it."""

_AFTER_SECONDS = 300
"""After a job's end: its callback, and the last lines."""

_LOOKING_SECONDS = 20.0
"""CloudWatch reads the whole group in this time for one job's lines: with much in it, part of them must do."""


def read_log(place: Place, entry: Entry) -> list[Line]:
    """The lines about a job's last attempt; none where its function has written none to CloudWatch.

    Raises:
        ClientError, BotoCoreError: CloudWatch refuses or does not answer.
    """
    logs = place.aws.logs
    group = place.outputs.get("LogGroupName")
    if not group:
        return []
    job_id = json.dumps(entry.job_id, ensure_ascii=False)  # a pattern knows no escape such as \uAC00
    asked = {"logGroupName": group, "filterPattern": f"{{ $.job_id = {job_id} }}", **_window(entry)}
    lines, ends = list[Line](), time.monotonic() + _LOOKING_SECONDS
    try:
        for page in logs.get_paginator("filter_log_events").paginate(**asked):
            found = (read_line(event["message"]) for event in page["events"])
            lines += [line for line in found if line is not None and line.get("job_id") == entry.job_id]
            if time.monotonic() > ends:
                break
    except logs.exceptions.ResourceNotFoundException:
        return []
    return lines


def _window(entry: Entry) -> dict[str, int]:
    """From when to when, in milliseconds since 1970; an attempt that failed may be followed by others until now."""
    if entry.outcome is None:
        return {"startTime": _milliseconds(entry.updated_at - _BEFORE_SECONDS)}
    decided = entry.outcome.decided_at
    return {
        "startTime": _milliseconds(decided - _BEFORE_SECONDS),
        "endTime": _milliseconds(decided + _AFTER_SECONDS),
    }


def _milliseconds(seconds: float) -> int:
    return max(0, round(seconds * 1000))
