"""What is POSTed to the backend: the specification's bodies, field for field (docs/sources.md)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, assert_never

from worker.domain.endings import Cataloged
from worker.domain.mix_bodies import say_ended
from worker.domain.mixed import Mixed
from worker.domain.results import Result

if TYPE_CHECKING:
    from worker.domain.endings import Ending


@dataclass(frozen=True, slots=True)
class Callback:
    """One outcome on its way. `event_id` stays the same over every retry of this outcome.

    `url` is where the message wants it told (`destinations`); None is the configured backend.
    """

    job_id: str
    event_id: str
    body: bytes
    url: str | None = None


def compose_any_callback(ending: Ending, generation: str, supersedes: str | None = None) -> Callback | None:
    """Say the end of a job of any kind in the words of whoever is told; None where nobody is."""
    match ending:
        case Result():
            return compose_callback(ending, generation, supersedes)
        case Cataloged():
            return None
        case Mixed():
            code = ending.failure.code if ending.failure else ""
            event_id = name_event(ending.job_id, generation, ending.status, code, supersedes)
            return Callback(ending.job_id, event_id, say_ended(ending, supersedes), ending.callback_url)
        case _:
            assert_never(ending)


def compose_callback(result: Result, generation: str, supersedes: str | None = None) -> Callback:
    """Say a result in the backend's words.

    Args:
        result: how the job ended.
        generation: names the upload, so that the ends of two uploads of a key are told apart.
        supersedes: webhook-id of the FAILED that was told before a person had the job run again.

    Returns:
        The callback; the same arguments always give the same bytes and the same id.
    """
    body = _done(result) if result.failure is None else _failed(result)
    if supersedes is not None:
        body = body | {"meta": {**(asdict(result.meta) if result.meta else {}), "supersedes": supersedes}}
    code = result.failure.code if result.failure else ""
    event_id = name_event(result.job_id, generation, result.status, code, supersedes)
    return Callback(result.job_id, event_id, json.dumps(body, ensure_ascii=False).encode())


def _done(result: Result) -> dict[str, object]:
    return {
        "status": result.status,
        "s3_bucket": result.source.bucket,
        "s3_key": result.source.key,
        "transcript": result.transcript.text if result.transcript else "",
        "summary": result.summary.text if result.summary else "",
        "result_s3_key": result.result_key,
        "meta": asdict(result.meta) if result.meta else {},
    }


def _failed(result: Result) -> dict[str, object]:
    assert result.failure is not None  # noqa: S101 - the caller chose by it; tells the type checker
    body: dict[str, object] = {
        "status": result.status,
        "s3_bucket": result.source.bucket,
        "s3_key": result.source.key,
        "error_code": result.failure.code,
        "error_message": result.failure.message,
    }
    if result.transcript is not None:
        body["result_s3_key"] = result.result_key
    return body


def name_event(job_id: str, generation: str, status: str, code: str = "", supersedes: str | None = None) -> str:
    """The webhook-id of what is told of a job: the same over all tellings, another for everything else."""
    parts = (job_id, generation, status, code, supersedes)
    return "msg_" + hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
