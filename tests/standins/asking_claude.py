"""A request as a careful client makes it, to be spoilt one thing at a time."""

import json
from typing import Any

from local.standins.claude import ClaudeStandIn
from local.standins.faults import Fault
from tests.standins.asking import Answer, ask

HEADERS = {
    "Authorization": "Bearer a-key",
    "anthropic-version": "2026-10-21",
    "Content-Type": "application/json",
}
TOOL = {"name": "get_transcript", "input_schema": {"type": "object"}}
SEGMENTS = [
    {"segment": 1, "text": "A video is stored and a message waits for a worker."},
    {"segment": 4, "text": "The worker takes the message and opens the video."},
    {"segment": 9, "text": "Thank you."},
]
CHAPTER = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "start_segment": {"type": "integer"}},
    "required": ["title", "start_segment"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "summary": {"type": "string"},
        "title": {"type": "string"},
        "key_points": {"type": "array", "items": {"type": "string"}},
        "chapters": {"type": "array", "items": {"$ref": "#/$defs/chapter"}},
        "tone": {"enum": ["plain", "bright"]},
        "hook": {"anyOf": [{"type": "null"}, {"type": "string"}]},
        "spoken": {"type": "boolean"},
    },
    "required": ["summary", "title", "key_points", "chapters", "tone", "hook", "spoken"],
    "additionalProperties": False,
    "$defs": {"chapter": CHAPTER},
}


def turns(transcript: object) -> list[dict[str, Any]]:
    use: dict[str, Any] = {"type": "tool_use", "id": "toolu_1", "name": "get_transcript", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": json.dumps(transcript)}
    return [
        {"role": "user", "content": "Summarise the transcript."},
        {"role": "assistant", "content": [use]},
        {"role": "user", "content": [result]},
    ]


def request(**changes: object) -> dict[str, Any]:
    ordinary: dict[str, Any] = {
        "model": "claude-haiku-5-5",
        "max_tokens": 4000,
        "system": "Policy.",
        "messages": turns({"language": "Eng", "segments": SEGMENTS}),
        "tools": [TOOL],
        "tool_choice": {"type": "none"},
        "output_config": {"format": {"type": "json_schema", "schema": SCHEMA}},
    }
    return {name: value for name, value in (ordinary | changes).items() if value is not ...}


def ask_for(claude: ClaudeStandIn, **changes: object) -> Answer:
    return ask(claude.messages_url, json.dumps(request(**changes)).encode(), HEADERS)


def message_after(claude: ClaudeStandIn, fault: Fault) -> dict[str, Any]:
    claude.script = [fault]
    return ask_for(claude).json
