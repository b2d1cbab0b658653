"""The meaning of CSR's answers other than a transcript (docs/sources.md, CLOVA).

Two shapes are in use: the API gateway nests `{"error": {"errorCode", "message"}}`, the engine is said to send
`{"errorCode", "errorMessage"}`; codes come as text and as numbers.
"""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from worker.jobs.errors import STT_MISCONFIGURED, STT_REJECTED, STT_UNAVAILABLE, Condition, JobError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.adapters.http.exchange import Answer

TOO_SHORT = "STT007"

QUOTA_EXCEEDED = "400"
"""A 429 that a slower pace does not fix."""

_REJECTED = (STT_REJECTED, None)
_BUSY = (STT_UNAVAILABLE, None)
_WRONG_KEY = (STT_MISCONFIGURED, "CLOVA_API_KEY")
_WRONG_URL = (STT_MISCONFIGURED, "CLOVA_STT_URL")

Meaning = tuple[Condition, str | None]
"""A condition and, for a configuration failure, the setting to look at."""

CODES: Mapping[str, Meaning] = MappingProxyType(
    {
        "STT000": _REJECTED,  # more than 3 MB
        "STT001": _REJECTED,  # more than 60 s
        "STT002": _REJECTED,  # wrong content type
        "STT003": _REJECTED,  # empty
        "STT004": _REJECTED,  # no language
        "STT005": _REJECTED,  # unknown language
        "STT006": _REJECTED,  # cannot be decoded: a 500, and yet permanent
        TOO_SHORT: _REJECTED,
        "STT998": _BUSY,
        "STT999": _BUSY,
        "100": _WRONG_URL,  # not https
        "200": _WRONG_KEY,
        "210": _WRONG_KEY,  # the application is not subscribed to CSR, or the host is an old one
        "300": _WRONG_URL,
        QUOTA_EXCEEDED: _WRONG_KEY,  # the quota is used up, or CSR is not ticked in the application
        "410": _BUSY,
        "420": _BUSY,
        "430": _REJECTED,  # the gateway's own limit on size
        "500": _BUSY,
        "510": _BUSY,
        "900": _BUSY,
    }
)

STATUSES: Mapping[int, Meaning] = MappingProxyType(
    {401: _WRONG_KEY, 402: _WRONG_KEY, 403: _WRONG_KEY, 408: _BUSY, 413: _REJECTED, 429: _BUSY}
)
"""For answers without a known code."""

_SERVER_ERRORS = 500
_ENGINE_CODE = re.compile(r"STT\d{3}")


def read_code(body: bytes) -> str | None:
    """The error code of an answer in either shape, or an engine code anywhere in it, or None."""
    try:
        given: Any = json.loads(body)
    except ValueError:
        given = None
    if isinstance(given, dict):
        outer = cast("dict[str, Any]", given)
        inner = outer.get("error")
        code = cast("dict[str, Any]", inner if isinstance(inner, dict) else outer).get("errorCode")
        if isinstance(code, str | int):
            return str(code)
    found = _ENGINE_CODE.search(body.decode(errors="replace"))
    return found[0] if found else None


def explain_refusal(answer: Answer, where: str) -> JobError:
    """Make the error for an answer whose status is not 200.

    Args:
        answer: what CSR, its gateway or something in between sent.
        where: the clip's place in the video, for people.

    Returns:
        The error; it does not quote the answer.
    """
    code = read_code(answer.body)
    condition, setting = _find_meaning(answer.status, code)
    told = f"HTTP {answer.status}" + (f", {code}" if code in CODES else "")
    return JobError(
        condition, f"STT: CLOVA answered {told} to the audio {where}.", retry_after=answer.retry_after, setting=setting
    )


def _find_meaning(status: int, code: str | None) -> Meaning:
    if code is not None and code in CODES:
        return CODES[code]
    # An unknown refusal affects every video, not just this one: another server answers, or CSR has moved.
    return STATUSES.get(status, _BUSY if status >= _SERVER_ERRORS else _WRONG_URL)
