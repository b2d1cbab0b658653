"""What the Messages API refuses: the rules a summary request can break, in the API's words where they are known.

Source: the API reference of version 2026-10-21 and the model pages of Haiku 5.5, as collected for this project.
"""

from collections.abc import Iterator
from typing import Any, cast

from local.standins.wire import JsonObject

VERSIONS = frozenset({"2023-06-01", "2026-10-21"})
# Input and output tokens together are not limited here; 128K is what Haiku 5.5 may write.
MOST_OUTPUT_TOKENS = 128_000
SAMPLING = frozenset({"temperature", "top_p", "top_k"})
FIELDS = frozenset(
    {"model", "max_tokens", "messages", "system", "tools", "tool_choice", "output_config", "thinking"}
    | {"metadata", "stop_sequences", "stream", "service_tier", "cache_control", "speed"}
)
# Bounds that structured outputs do not support.
UNSUPPORTED_IN_SCHEMA = frozenset({"minimum", "maximum", "minLength", "maxLength", "maxItems", "multipleOf", "pattern"})


def first_problem(body: JsonObject) -> str | None:
    """What the API would say about a body that is not a valid request; None when it is one."""
    return next(_problems(body), None)


def _problems(body: JsonObject) -> Iterator[str]:
    yield from (f"{name}: this parameter is not supported" for name in sorted(SAMPLING & body.keys()))
    yield from (f"{name}: Extra inputs are not permitted" for name in sorted(body.keys() - FIELDS - SAMPLING))
    yield from (f"{name}: Field required" for name in ("model", "max_tokens", "messages") if name not in body)
    if not isinstance(body["model"], str):
        yield "model: Input should be a valid string"
    limit = body["max_tokens"]
    if not isinstance(limit, int) or not 1 <= limit <= MOST_OUTPUT_TOKENS:
        yield f"max_tokens: Input should be an integer from 1 to {MOST_OUTPUT_TOKENS}"
    if body.get("stream"):
        yield "stream: the stand-in does not stream"
    yield from _turn_problems(body)
    yield from _format_problems(body.get("output_config"))


def _turn_problems(body: JsonObject) -> Iterator[str]:
    turns = body["messages"]
    if not isinstance(turns, list) or not turns:
        yield "messages: at least one message is required"
        return
    roles = [turn.get("role") for turn in cast("list[JsonObject]", turns)]
    if not set(roles) <= {"user", "assistant"} or roles[0] != "user":
        yield "messages: first message must use the user role"
    if roles[-1] != "user":
        yield "messages: this model does not support assistant message prefill"
    yield from _tool_problems(cast("list[JsonObject]", turns), body.get("tools"))


def _tool_problems(turns: list[JsonObject], tools: object) -> Iterator[str]:
    known = {tool.get("name") for tool in cast("list[JsonObject]", tools or [])}
    used: set[str] = set()
    for number, turn in enumerate(turns):
        answered = {block["tool_use_id"] for block in blocks(turn) if block.get("type") == "tool_result"}
        if answered != used:
            yield f"messages.{number}: each tool_use must have its tool_result in the next message, and no other"
        uses = [block for block in blocks(turn) if block.get("type") == "tool_use"]
        yield from (
            f"messages.{number}: tool {use['name']!r} is not defined" for use in uses if use["name"] not in known
        )
        used = {use["id"] for use in uses}


def blocks(turn: JsonObject) -> list[JsonObject]:
    """A turn's content as blocks, whichever of its two forms it has."""
    content: Any = turn.get("content")
    return [{"type": "text", "text": content}] if isinstance(content, str) else cast("list[JsonObject]", content or [])


def _format_problems(config: object) -> Iterator[str]:
    if config is None:
        return
    wanted: object = cast("JsonObject", config).get("format") if isinstance(config, dict) else None
    if wanted is None:
        return
    form = cast("JsonObject", wanted) if isinstance(wanted, dict) else {}
    if form.get("type") != "json_schema" or not isinstance(form.get("schema"), dict):
        yield "output_config.format: type must be 'json_schema' with a schema"
        return
    yield from _schema_problems(form["schema"])


def _schema_problems(schema: object) -> Iterator[str]:
    """Walks the whole schema; property names are looked at as keywords only where a keyword can stand."""
    if not isinstance(schema, dict):
        return
    node = cast("JsonObject", schema)
    yield from (
        f"output_config.format.schema: {name!r} is not supported"
        for name in sorted(UNSUPPORTED_IN_SCHEMA & node.keys())
    )
    if node.get("type") == "object" and node.get("additionalProperties") is not False:
        yield "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false"
    for name in ("properties", "$defs"):
        for child in cast("JsonObject", node.get(name, {})).values():
            yield from _schema_problems(child)
    yield from _schema_problems(node.get("items"))
    for child in cast("list[object]", node.get("anyOf", [])):
        yield from _schema_problems(child)
