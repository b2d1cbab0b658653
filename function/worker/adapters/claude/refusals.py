"""The meaning of the API's error statuses (docs/sources.md, Claude)."""

from __future__ import annotations

from dataclasses import dataclass

from worker.jobs.errors import LLM_MISCONFIGURED, LLM_TOO_LONG, LLM_UNAVAILABLE, JobError

KEY, MODEL, URL, ALLOWANCE = "CLAUDE_API_KEY", "CLAUDE_MODEL", "CLAUDE_API_URL", "CLAUDE_MAX_TOKENS"

_SPEND_LIMIT = "spend_limit_reached"
_TOO_LONG = "prompt is too long"
_PASSING = frozenset({408, 409, 413})
_SERVER_ERRORS = 500


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error reply: status, `error.type`, `error.details.error_code`, `error.message`, Retry-After in seconds."""

    status: int
    type: str | None = None
    code: str | None = None
    message: str = ""
    retry_after: float | None = None


def explain_refusal(refusal: Refusal) -> JobError:
    """Make the error for a reply with an error status.

    Args:
        refusal: what came back.

    Returns:
        The error; it does not quote the reply, because that of a 400 may quote the transcript.
    """
    setting = _find_setting(refusal)
    if setting is not None:
        sentence = f"Claude answered HTTP {refusal.status}; check {setting}."
        return JobError(LLM_MISCONFIGURED, "LLM", sentence, setting=setting)
    if refusal.status == 413 or _TOO_LONG in refusal.message:  # noqa: PLR2004 - a status is its own name
        return JobError(LLM_TOO_LONG, "LLM", "the transcript is longer than Claude takes.")
    return JobError(LLM_UNAVAILABLE, "LLM", f"Claude answered HTTP {refusal.status}.", retry_after=refusal.retry_after)


def _find_setting(refusal: Refusal) -> str | None:
    """The setting at fault, or None."""
    match refusal.status:
        case 404:
            return MODEL if refusal.message.startswith("model") else URL
        case 429:
            # A rate limit passes, a spend limit stays until it is raised.
            return KEY if (refusal.code or "").endswith(_SPEND_LIMIT) else None
        case 400 | 422:
            return _find_setting_of_request(refusal)
        case 401 | 402 | 403:
            return KEY
        case status:
            return None if status in _PASSING or status >= _SERVER_ERRORS else URL


def _find_setting_of_request(refusal: Refusal) -> str | None:
    """The transcript is sent as one JSON string, so only its length can be wrong; the rest comes from settings."""
    if _TOO_LONG in refusal.message:
        return None
    if "max_tokens" in refusal.message:
        return ALLOWANCE
    return KEY if refusal.type == "billing_error" or "credit balance" in refusal.message else MODEL
