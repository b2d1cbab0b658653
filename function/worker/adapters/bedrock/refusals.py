"""Makes a job's error of an answer with an error status.

Its type is a header; the body has a message only, and that of a 400 may quote the transcript.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from worker.adapters.bedrock.meanings import BUSY, PLACE, STATUSES, TEXTS, TYPES
from worker.jobs.errors import LLM_TOO_LONG, JobError

if TYPE_CHECKING:
    from worker.adapters.bedrock.meanings import Meaning
    from worker.adapters.http.exchange import Answer

_SERVER_ERRORS = 500

PERHAPS_BILLED = frozenset({408, 424})
"""ModelTimeoutException, ModelErrorException: the model has worked, and may have been paid."""


def read_type(answer: Answer) -> str:
    """The type of an error, by its header or its body; "" where neither has one."""
    kind = answer.headers.get("x-amzn-errortype", "") or str(_read_body(answer.body).get("__type") or "")
    name = kind.partition(":")[0].rpartition("#")[2]
    return name if not name or name.endswith("Exception") else f"{name}Exception"


def explain_refusal(answer: Answer) -> JobError:
    """Make the error for a status that is not 200; it does not quote the answer."""
    meaning = _find_meaning(answer)
    sentence = f"Bedrock answered HTTP {answer.status}"
    if meaning.condition is LLM_TOO_LONG:
        sentence = "the transcript is longer than Claude takes"
    elif meaning.advice:
        sentence += f"; {meaning.advice}"
    return JobError(
        meaning.condition, "LLM", f"{sentence}.", retry_after=answer.retry_after, setting=meaning.settings or None
    )


def _find_meaning(answer: Answer) -> Meaning:
    body, kind = _read_body(answer.body), read_type(answer)
    if answer.status in {400, 404}:
        message = str(body.get("message") or body.get("Message") or "").lower()
        for text, meaning in TEXTS.items():
            if text in message:
                return meaning
    default = BUSY if answer.status >= _SERVER_ERRORS else PLACE
    return TYPES.get(kind) or STATUSES.get(answer.status, default)


def _read_body(body: bytes) -> dict[str, Any]:
    try:
        given: object = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", given) if isinstance(given, dict) else {}
