"""The meaning of Bedrock's errors (docs/sources.md, Bedrock).

Their type is a header; the body has a message only, and that of a 400 may quote the transcript.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from worker.adapters.bedrock.signature import CREDENTIALS
from worker.jobs.errors import LLM_MISCONFIGURED, LLM_TOO_LONG, LLM_UNAVAILABLE, Condition, JobError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.adapters.http.exchange import Answer

PROVIDER, MODEL, ENDPOINT = "CLAUDE_PROVIDER", "CLAUDE_MODEL", "BEDROCK_ENDPOINT_URL"

_SERVER_ERRORS = 500


@dataclass(frozen=True, slots=True)
class Meaning:
    """A condition, the settings to look at, and what to do."""

    condition: Condition
    settings: tuple[str, ...] = ()
    advice: str = ""


_BUSY = Meaning(LLM_UNAVAILABLE)
_TOO_LONG = Meaning(LLM_TOO_LONG)
_ROLE = Meaning(
    LLM_MISCONFIGURED, (PROVIDER, MODEL), "let the worker's role do bedrock:InvokeModel, and the account use the model"
)
_SIGNING = Meaning(LLM_MISCONFIGURED, CREDENTIALS, "check the AWS credentials, which may have expired, and the clock")
_FORM = Meaning(LLM_MISCONFIGURED, (PROVIDER,), "fill in Anthropic's use-case form in the console of Bedrock")
_QUOTA = Meaning(LLM_MISCONFIGURED, (PROVIDER,), "raise the account's quota of Bedrock")
_MODEL = Meaning(LLM_MISCONFIGURED, (MODEL,), "name a model that Bedrock serves in BEDROCK_REGION")
_PROFILE = Meaning(LLM_MISCONFIGURED, (MODEL,), "name a profile, such as the model's name with global. before it")
_SCHEMA = Meaning(LLM_MISCONFIGURED, ("CLAUDE_STRUCTURED",), "set it to prompt")
_ALLOWANCE = Meaning(LLM_MISCONFIGURED, ("CLAUDE_MAX_TOKENS",), "lower it")
_PLACE = Meaning(LLM_MISCONFIGURED, (ENDPOINT,), "it is not Bedrock that answers there")

TEXTS: Mapping[str, Meaning] = MappingProxyType(
    {
        "too long": _TOO_LONG,
        "on-demand throughput": _PROFILE,
        "use case details": _FORM,
        "output_config": _SCHEMA,
        "output_format": _SCHEMA,
        "max_tokens": _ALLOWANCE,
    }
)
"""For a 400 or a 404, by a part of its message."""

TYPES: Mapping[str, Meaning] = MappingProxyType(
    {
        "ThrottlingException": _BUSY,
        "ModelNotReadyException": _BUSY,
        "ServiceUnavailableException": _BUSY,
        "InternalServerException": _BUSY,
        "AccessDeniedException": _ROLE,
        "UnrecognizedClientException": _SIGNING,
        "ExpiredTokenException": _SIGNING,
        "InvalidSignatureException": _SIGNING,
        "IncompleteSignatureException": _SIGNING,
        "MissingAuthenticationTokenException": _SIGNING,
        "FTUFormNotFilledException": _FORM,
        "ServiceQuotaExceededException": _QUOTA,
        "ResourceNotFoundException": _MODEL,
        "ValidationException": _MODEL,
    }
)

STATUSES: Mapping[int, Meaning] = MappingProxyType({400: _MODEL, 401: _SIGNING, 403: _ROLE, 413: _TOO_LONG, 429: _BUSY})
"""For answers without a known type."""

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
    default = _BUSY if answer.status >= _SERVER_ERRORS else _PLACE
    return TYPES.get(kind) or STATUSES.get(answer.status, default)


def _read_body(body: bytes) -> dict[str, Any]:
    try:
        given: object = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", given) if isinstance(given, dict) else {}
