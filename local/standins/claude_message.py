"""The message Claude's stand-in answers with, all of it but the id."""

import json
from typing import cast

from local.standins.extraction import digest, transcript_of
from local.standins.instance import instance
from local.standins.wire import JsonObject

_BYTES_A_TOKEN = 4


def compose(body: JsonObject, request_bytes: int) -> JsonObject:
    """A digest of the transcript in the schema asked for, cut at the allowance as by the API.

    Args:
        body: A request without a problem.
        request_bytes: Its size, for the input tokens.
    """
    text = _text(body)
    cut = text.encode()[: _BYTES_A_TOKEN * cast("int", body["max_tokens"])].decode(errors="ignore")
    return {
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [{"type": "text", "text": cut}],
        "stop_reason": "end_turn" if cut == text else "max_tokens",
        "stop_sequence": None,
        "usage": {"input_tokens": _tokens(request_bytes), "output_tokens": _tokens(len(cut.encode()))},
    }


def _text(body: JsonObject) -> str:
    found = digest(transcript_of(body))
    form = cast("JsonObject", body.get("output_config") or {}).get("format")
    return found.summary if form is None else json.dumps(instance(form["schema"], found), ensure_ascii=False)


def _tokens(size: int) -> int:
    return max(1, size // _BYTES_A_TOKEN)
