"""What Bedrock's errors mean, by message, type and status (docs/sources.md, Bedrock)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from worker.adapters.bedrock.signature import CREDENTIALS
from worker.jobs.errors import LLM_MISCONFIGURED, LLM_TOO_LONG, LLM_UNAVAILABLE, Condition

if TYPE_CHECKING:
    from collections.abc import Mapping

PROVIDER, MODEL, ENDPOINT = "CLAUDE_PROVIDER", "CLAUDE_MODEL", "BEDROCK_ENDPOINT_URL"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A condition, the settings to look at, and what to do."""

    condition: Condition
    settings: tuple[str, ...] = ()
    advice: str = ""


BUSY = Meaning(LLM_UNAVAILABLE)
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
PLACE = Meaning(LLM_MISCONFIGURED, (ENDPOINT,), "it is not Bedrock that answers there")

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
        "ThrottlingException": BUSY,
        "ModelNotReadyException": BUSY,
        "ServiceUnavailableException": BUSY,
        "InternalServerException": BUSY,
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

STATUSES: Mapping[int, Meaning] = MappingProxyType({400: _MODEL, 401: _SIGNING, 403: _ROLE, 413: _TOO_LONG, 429: BUSY})
"""For answers without a known type."""
