"""Answers only Claude gives: status 200 and a message that is not the one hoped for."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from local.standins.faults import Answer
from local.standins.line import Line
from local.standins.wire import JsonObject, Reply


def _send_changed(line: Line, answer: Answer, change: Callable[[JsonObject], JsonObject]) -> None:
    reply = answer()
    message = {**(ordinary := json.loads(reply.body)), **change(ordinary)}
    line.send(Reply(reply.status, json.dumps(message, ensure_ascii=False).encode(), reply.headers))


def _text_block(text: str) -> list[JsonObject]:
    return [{"type": "text", "text": text}]


@dataclass(frozen=True)
class Refusal:
    """Declined by a classifier; with a `text` it says so, without one the content is empty."""

    text: str = ""
    category: str | None = None

    def play(self, line: Line, answer: Answer, /) -> None:
        """Send the refusal."""
        details = {"type": "refusal", "category": self.category, "explanation": None}
        content = _text_block(self.text) if self.text else []
        _send_changed(line, answer, lambda _: {"content": content, "stop_reason": "refusal", "stop_details": details})


@dataclass(frozen=True)
class MaxTokens:
    """The allowance ran out in the middle of the JSON, or before it while thinking."""

    while_thinking: bool = False

    def play(self, line: Line, answer: Answer, /) -> None:
        """Send half of the text, or only a thought."""
        _send_changed(line, answer, self._cut)

    def _cut(self, message: JsonObject) -> JsonObject:
        text = message["content"][0]["text"]
        content = [_thought()] if self.while_thinking else _text_block(text[: len(text) // 2])
        return {"content": content, "stop_reason": "max_tokens"}


@dataclass(frozen=True)
class ThinkingFirst:
    """The ordinary answer behind a thinking block."""

    def play(self, line: Line, answer: Answer, /) -> None:
        """Send both."""
        _send_changed(line, answer, lambda message: {"content": [_thought(), *message["content"]]})


@dataclass(frozen=True)
class Text:
    """Status 200 and a text block with this text: not JSON, fenced JSON, JSON of another shape."""

    text: str

    def play(self, line: Line, answer: Answer, /) -> None:
        """Send it."""
        _send_changed(line, answer, lambda _: {"content": _text_block(self.text)})


@dataclass(frozen=True)
class Answers:
    """The ordinary JSON with some properties replaced: `Answers({"summary": "  "})`."""

    properties: JsonObject

    def play(self, line: Line, answer: Answer, /) -> None:
        """Send the changed JSON."""
        _send_changed(line, answer, self._replaced)

    def _replaced(self, message: JsonObject) -> JsonObject:
        ordinary = json.loads(message["content"][0]["text"])
        return {"content": _text_block(json.dumps({**ordinary, **self.properties}, ensure_ascii=False))}


@dataclass(frozen=True)
class Stop:
    """The ordinary answer with another stop reason, such as `model_context_window_exceeded`."""

    reason: str

    def play(self, line: Line, answer: Answer, /) -> None:
        """Send it."""
        _send_changed(line, answer, lambda _: {"stop_reason": self.reason})


def _thought() -> JsonObject:
    return {"type": "thinking", "thinking": "The user wants a summary.", "signature": "c3RhbmQtaW4="}
