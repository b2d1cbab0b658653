"""Reads a reply with status 200: its answer and what it cost. The errors mean that there is no answer."""

from __future__ import annotations

from typing import Any, Protocol, cast

from worker.jobs.errors import LLM_MALFORMED, LLM_REFUSED, LLM_TOO_LONG, JobError
from worker.llm.model import ModelUsage

MOST_BYTES = 4 * 1024 * 1024
"""The longest answer has 128,000 tokens, which is less than 1 MB of text."""


class Reply(Protocol):
    """A message of the Messages API, or what came in its place: nothing of it is checked."""

    @property
    def model(self) -> object:
        """The model that answered."""
        ...

    @property
    def content(self) -> object:
        """A list of blocks."""
        ...

    @property
    def stop_reason(self) -> object:
        """Why it ends."""
        ...

    @property
    def stop_details(self) -> object:
        """More of that, if it was refused."""
        ...

    @property
    def usage(self) -> object:
        """Tokens."""
        ...


class UnusableReplyError(Exception):
    """A 200 that is not a message: HTML, cut or other JSON. It may have been billed."""


class NoReplyError(Exception):
    """Timeout, refused or cut connection. `sent` says that the request may have been carried out."""

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent


def read_usage(reply: Reply) -> ModelUsage:
    """Tokens of one reply; 0 if it does not say, because any JSON object is taken for a message."""
    usage = reply.usage
    return ModelUsage(_number(usage, "input_tokens"), _number(usage, "output_tokens"))


def read_text(reply: Reply) -> str | None:
    """Check the stop reason, then read the answer's text: a cut or refused answer may look like a whole one.

    Args:
        reply: a message.

    Returns:
        The text of all text blocks, or None if the allowance ran out before the end.

    Raises:
        JobError: LLM_BAD_RESPONSE, refused, too long for the model, without a text, or ended for an unknown reason.
    """
    match reply.stop_reason:
        case "end_turn" | "stop_sequence":
            return _join_texts(reply)
        case "max_tokens":
            return None
        case "refusal":
            raise JobError(LLM_REFUSED, "LLM", "Claude declined to summarise this video.")
        case "model_context_window_exceeded":
            raise JobError(LLM_TOO_LONG, "LLM", "the transcript is longer than Claude takes.")
        case _:
            raise JobError(LLM_MALFORMED, "LLM", "Claude stopped for an unknown reason.")


def _join_texts(reply: Reply) -> str:
    content: Any = reply.content
    blocks = cast("list[object]", content) if isinstance(content, list) else []
    texts = [getattr(block, "text", None) for block in blocks if getattr(block, "type", None) == "text"]
    text = "".join(text for text in texts if isinstance(text, str))
    if not text.strip():
        raise JobError(LLM_MALFORMED, "LLM", "Claude answered without a text.")
    return text


def _number(usage: object, name: str) -> int:
    value = getattr(usage, name, None)
    return value if isinstance(value, int) else 0
