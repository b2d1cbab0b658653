"""What answers other than a 2xx to a callback mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import (
    CALLBACK_CLOSED,
    CALLBACK_FORBIDDEN,
    CALLBACK_MISCONFIGURED,
    CALLBACK_REJECTED,
    CALLBACK_UNAVAILABLE,
    JobError,
)

if TYPE_CHECKING:
    from worker.adapters.backend.address import Address
    from worker.adapters.http.exchange import Answer

_WANTS_TOKEN = frozenset({401, 403})

ENDED = 409
"""The backend has an end of this job already."""

_CLOSED = frozenset({ENDED, 410})
"""The backend has an end already, or wants none (410: Standard Webhooks): telling it again is no use."""

_GATEWAYS = frozenset({502, 504})
"""A proxy in front of the backend got no proper answer, or none in time (RFC 9110, 15.6.3 and 15.6.5)."""


def has_answered(answer: Answer) -> bool:
    """Whether the answer is the backend's own, so that it says what became of the request."""
    return answer.status not in _GATEWAYS


def explain_refusal(answer: Answer, address: Address) -> JobError:
    """Make the error for an answer that does not accept: a redirect, a wrong token, a refusal or a broken server."""
    match answer.status // 100:
        case 3:
            return misconfigured(f"the backend redirects (HTTP {answer.status})", address.setting)
        case 4 if answer.status in _WANTS_TOKEN and address.gets_token:
            return misconfigured(f"the backend refuses the token (HTTP {answer.status})", "BACKEND_INTERNAL_TOKEN")
        case 4 if answer.status in _CLOSED:
            condition = CALLBACK_CLOSED
        case 4:
            condition = CALLBACK_REJECTED
        case _:
            condition = CALLBACK_UNAVAILABLE
    sentence = f"CALLBACK: the backend answered HTTP {answer.status}."
    return JobError(condition, sentence, retry_after=answer.retry_after)


def misconfigured(problem: str, setting: str) -> JobError:
    """Make the error for a setting that cannot work."""
    return JobError(CALLBACK_MISCONFIGURED, f"CALLBACK: {problem}.", setting=setting)


def forbidden(problem: Exception) -> JobError:
    """Make the error for a `callback_url` that nothing is sent to."""
    return JobError(CALLBACK_FORBIDDEN, f"CALLBACK: the message's callback_url is refused: {problem}.")
