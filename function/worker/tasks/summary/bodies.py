"""What is POSTed to the backend: the specification's bodies, field for field (docs/sources.md)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.jobs.ending import FailureReport
    from worker.tasks.summary.result import Result


def say_ended(result: Result, supersedes: str | None = None) -> bytes:
    """The body that says how a job ended.

    Args:
        result: its end.
        supersedes: webhook-id of the FAILED that was told before a person had the job run again.
    """
    body = _say_done(result) if result.failure is None else _say_failed(result, result.failure)
    if supersedes is not None:
        body = body | {"meta": {**(asdict(result.meta) if result.meta else {}), "supersedes": supersedes}}
    return json.dumps(body, ensure_ascii=False).encode()


def _say_done(result: Result) -> dict[str, object]:
    return {
        "status": result.status,
        "s3_bucket": result.source.bucket,
        "s3_key": result.source.key,
        "transcript": result.transcript.text if result.transcript else "",
        "summary": result.summary.text if result.summary else "",
        "result_s3_key": result.result_key,
        "meta": asdict(result.meta) if result.meta else {},
    }


def _say_failed(result: Result, report: FailureReport) -> dict[str, object]:
    body: dict[str, object] = {
        "status": result.status,
        "s3_bucket": result.source.bucket,
        "s3_key": result.source.key,
        "error_code": report.code,
        "error_message": report.message,
    }
    if result.transcript is not None:
        body["result_s3_key"] = result.result_key
    return body
