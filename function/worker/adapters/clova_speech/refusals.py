"""The meaning of CLOVA Speech's answers other than a token or a result (docs/sources.md, CLOVA)."""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from worker.jobs.errors import (
    STT_FAILED,
    STT_GAVE_UP,
    STT_LOST,
    STT_MALFORMED,
    STT_MISCONFIGURED,
    STT_REJECTED,
    STT_UNAVAILABLE,
    Condition,
    JobError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.adapters.http.exchange import Answer

Meaning = tuple[Condition, str | tuple[str, ...] | None]
"""A condition and, for a configuration failure, the settings to look at."""

_BUSY = (STT_UNAVAILABLE, None)
_REJECTED = (STT_REJECTED, None)
_WRONG_SECRET = (STT_MISCONFIGURED, "CLOVA_SPEECH_SECRET")
_WRONG_URL = (STT_MISCONFIGURED, "CLOVA_SPEECH_INVOKE_URL")
_WRONG_WISHES = (STT_MISCONFIGURED, ("STT_SPEAKERS", "STT_KEYWORDS", "CLOVA_SPEECH_LANGUAGE"))
_NO_SPEAKERS = (STT_MISCONFIGURED, "STT_SPEAKERS")

_SPEAKERS_OFF = "speaker detect is off"

CODES: Mapping[str, Meaning] = MappingProxyType(
    {
        "ERROR_INVALID_SECRET": _WRONG_SECRET,
        "ERROR_REQUEST_PARAMETER": _WRONG_WISHES,
        "STT002": _REJECTED,
        "STT003": _REJECTED,
        "STT004": _REJECTED,
        "STT005": _REJECTED,
        "STT006": _REJECTED,
        "STT998": _BUSY,
        "STT999": _BUSY,
    }
)

STATUSES: Mapping[int, Meaning] = MappingProxyType(
    {400: _WRONG_WISHES, 401: _WRONG_SECRET, 403: _WRONG_SECRET, 408: _BUSY, 413: _REJECTED, 429: _BUSY}
)
"""For answers without a known code."""

ENDS: Mapping[str, Condition] = MappingProxyType({"FAILED": STT_FAILED, "TIMEOUT": STT_GAVE_UP})
"""The ways in which a recording ends without a transcript; HTTP says 200."""

PENDING = frozenset({"WAITING", "PROCESSING", "SUCCEEDED", "COMPLETED"})
"""Of an answer without `segments`: only these are the result, whatever they say; the last two may come early."""

_NOT_FOUND = 404
_SERVER_ERRORS = 500
_ENGINE_CODE = re.compile(r"STT\d{3}")


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object of an answer; empty if it is none."""
    try:
        given: Any = json.loads(body)
    except ValueError:  # its message quotes the answer
        given = None
    return cast("dict[str, Any]", given) if isinstance(given, dict) else {}


def explain_refusal(answer: Answer) -> JobError:
    """Make the error for an answer whose status is not 200; it does not quote the answer."""
    code = _read_code(answer.body)
    condition, setting = _find_meaning(answer, code)
    given = f"HTTP {answer.status}" + (f", {code}" if code in CODES else "")
    sentence = f"CLOVA Speech answered {given}."
    return JobError(condition, "STT", sentence, retry_after=answer.retry_after, setting=setting)


def explain_loss(answer: Answer) -> JobError | None:
    """The error for a token that the service does not know; None for any other answer."""
    if answer.status != _NOT_FOUND:
        return None
    return JobError(STT_LOST, "STT", "CLOVA Speech does not know the submitted recording any more.")


def explain_end(result: object) -> JobError | None:
    """The error for a `result` that is no transcript and will be none; None if it is still to come."""
    if isinstance(result, str) and result in PENDING:
        return None
    condition = ENDS.get(result, STT_MALFORMED) if isinstance(result, str) else STT_MALFORMED
    said = result if condition is not STT_MALFORMED else "something else than a transcript"
    return JobError(condition, "STT", f"CLOVA Speech answered {said} for the recording.")


def _read_code(body: bytes) -> str | None:
    given = read_object(body)
    found = given.get("result") or given.get("errorCode")
    if isinstance(found, str) and found in CODES:
        return found
    engine = _ENGINE_CODE.search(body.decode(errors="replace"))
    return engine[0] if engine else None


def _find_meaning(answer: Answer, code: str | None) -> Meaning:
    if _SPEAKERS_OFF in answer.body.decode(errors="replace"):
        return _NO_SPEAKERS
    if code is not None and code in CODES:
        return CODES[code]
    return STATUSES.get(answer.status, _BUSY if answer.status >= _SERVER_ERRORS else _WRONG_URL)
