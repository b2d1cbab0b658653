"""Makes a message of an answer with status 200."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from worker.adapters.claude.reading import UnusableReplyError

if TYPE_CHECKING:
    from worker.adapters.claude.reading import Reply
    from worker.adapters.http.exchange import Answer

REQUEST_ID = "x-amzn-requestid"

_ABSENT = {"model": None, "content": None, "stop_reason": None, "stop_details": None, "usage": None}
_GUARDRAIL = "amazon-bedrock-guardrailAction"


def read_reply(answer: Answer) -> Reply:
    """Read an answer.

    Returns:
        Its parts by name, and None for those that it lacks. A guardrail's own words in place of the model's are told
        apart by this field only; they count as a refusal.

    Raises:
        UnusableReplyError: it is not a JSON object.
    """
    try:
        given: object = json.loads(answer.body, object_hook=lambda members: SimpleNamespace(**members))
    except (ValueError, RecursionError) as error:
        raise UnusableReplyError(type(error).__name__) from None
    if not isinstance(given, SimpleNamespace):
        raise UnusableReplyError(type(given).__name__)
    parts = {**_ABSENT, **vars(given), "_request_id": answer.headers.get(REQUEST_ID)}
    if parts.get(_GUARDRAIL) == "INTERVENED":
        parts["stop_reason"] = "refusal"
    return cast("Reply", SimpleNamespace(**parts))
