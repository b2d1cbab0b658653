"""The meaning of answers to a callback other than a 2xx."""

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
    from worker.adapters.backend.endpoint import Endpoint
    from worker.adapters.http.exchange import Answer

_WANTS_TOKEN = frozenset({401, 403})

ENDED = 409
"""The backend already has an outcome of this job."""

_CLOSED = frozenset({ENDED, 410})
"""The backend already has an outcome, or wants none (410: Standard Webhooks): sending again is useless."""

_GATEWAYS = frozenset({502, 504})
"""A proxy in front of the backend got no valid answer, or none in time (RFC 9110, 15.6.3 and 15.6.5)."""


def has_answered(answer: Answer) -> bool:
    """Whether the backend itself answered, so that the answer tells what happened to the request."""
    return answer.status not in _GATEWAYS


def explain_refusal(answer: Answer, address: Endpoint) -> JobError:
    """Make the error for an answer other than a 2xx: a redirect, a wrong token, a refusal or a broken server."""
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
    sentence = f"the backend answered HTTP {answer.status}."
    return JobError(condition, "CALLBACK", sentence, retry_after=answer.retry_after)


def misconfigured(problem: str, setting: str) -> JobError:
    """Make the error for a setting that cannot work."""
    return JobError(CALLBACK_MISCONFIGURED, "CALLBACK", f"{problem}.", setting=setting)


def forbidden(problem: Exception) -> JobError:
    """Make the error for a refused `callback_url`."""
    return JobError(CALLBACK_FORBIDDEN, "CALLBACK", f"the message's callback_url is refused: {problem}.")
