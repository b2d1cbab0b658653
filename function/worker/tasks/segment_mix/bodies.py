"""What is POSTed to a mix's `callback_url`: always `status`, `metadata` and `result_key` (docs/sources.md, Mixing)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.tasks.segment_mix.ending import Mixed
    from worker.tasks.segment_mix.job import SegmentMixJob
    from worker.tasks.segment_mix.mix import Mix


def say_started(job: SegmentMixJob) -> bytes:
    """The body that says that an attempt began."""
    metadata: dict[str, object] = {"job_id": job.job_id, "project_id": job.project_id, "segments": len(job.segments)}
    return _write("segment_mix_started", metadata)


def say_ended(mixed: Mixed, supersedes: str | None = None) -> bytes:
    """The body that says how a job ended.

    Args:
        mixed: its end.
        supersedes: webhook-id of the `failed` that was told before a person had the job run again.
    """
    metadata: dict[str, object] = {"job_id": mixed.job_id, "project_id": mixed.project_id}
    if supersedes is not None:
        metadata["supersedes"] = supersedes
    if mixed.failure is None:
        metadata["segments"] = [_say_mix(mix) for mix in mixed.mixes]
        return _write("segment_mix_completed", metadata, mixed.result_key)
    metadata |= {"error_code": mixed.failure.code, "error_message": mixed.failure.message}
    return _write("failed", metadata)


def _say_mix(mix: Mix) -> dict[str, object]:
    if mix.problem is not None:
        return {"index": mix.index, "output_key": None, "error_message": mix.problem}
    return {"index": mix.index, "output_key": mix.output_key}


def _write(status: str, metadata: dict[str, object], result_key: str | None = None) -> bytes:
    body = {"status": status, "metadata": metadata, "result_key": result_key}
    return json.dumps(body, ensure_ascii=False).encode()
