"""How a segment mix ended."""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass

from worker.jobs.ending import Callback, FailureReport, Status, name_event
from worker.tasks.segment_mix.mix import Mix


@dataclass(frozen=True, slots=True)
class Mixed:
    """The end of a mix; it succeeded where `failure` is None."""

    job_id: str
    project_id: str
    callback_url: str
    mixes: tuple[Mix, ...] = ()
    failure: FailureReport | None = None

    @property
    def status(self) -> Status:
        """As the ledger has it."""
        return Status.DONE if self.failure is None else Status.FAILED

    @property
    def result_key(self) -> str | None:
        """The mix's key, or the folder that holds all of several mixes; None where nothing was made."""
        keys = [mix.output_key for mix in self.mixes if mix.problem is None]
        return posixpath.commonpath(keys) if keys else None

    def callback(self, generation: str, supersedes: str | None = None) -> Callback:
        """The callback to the message's own address (`jobs.ending`)."""
        event_id = name_event(self.job_id, generation, self.status, self.failure, supersedes)
        return Callback(self.job_id, event_id, _write_end(self, supersedes), self.callback_url)


def _write_end(mixed: Mixed, supersedes: str | None = None) -> bytes:
    """The body about an end; `supersedes` is the webhook-id of the `failed` before a person restarted the job."""
    metadata: dict[str, object] = {"job_id": mixed.job_id, "project_id": mixed.project_id}
    if supersedes is not None:
        metadata["supersedes"] = supersedes
    if mixed.failure is None:
        metadata["segments"] = [_describe_mix(mix) for mix in mixed.mixes]
        return write_body("segment_mix_completed", metadata, mixed.result_key)
    metadata |= {"error_code": mixed.failure.code, "error_message": mixed.failure.message}
    return write_body("failed", metadata)


def _describe_mix(mix: Mix) -> dict[str, object]:
    if mix.problem is not None:
        return {"index": mix.index, "output_key": None, "error_message": mix.problem}
    return {"index": mix.index, "output_key": mix.output_key}


def write_body(status: str, metadata: dict[str, object], result_key: str | None = None) -> bytes:
    """What is POSTed to a mix's `callback_url`: always these three fields (docs/sources.md, Mixing)."""
    body = {"status": status, "metadata": metadata, "result_key": result_key}
    return json.dumps(body, ensure_ascii=False).encode()
