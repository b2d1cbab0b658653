"""A language model: questions to it, and its answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One question: instructions, the untrusted transcript as data, and the JSON schema of the answer.

    `transcript` is JSON text (numbered segments); it never becomes part of the instructions. `is_useful` tells
    whether an answer's text is worth reusing.
    """

    instructions: str
    transcript: str
    schema: Mapping[str, object]
    is_useful: Callable[[str], bool] = bool


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """Tokens of every attempt that was billed, summed."""

    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """The model's JSON text, not yet validated, and its tokens; `recalled`: an earlier attempt paid for it."""

    text: str
    usage: ModelUsage
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the video; `start` in seconds comes from the segment the model named, never from the model."""

    title: str
    start: float
    segment: int


@dataclass(frozen=True, slots=True)
class Summary:
    """`text` is what the callback carries; the rest is for the result document. `model` is the configured name."""

    text: str
    model: str
    title: str = ""
    key_points: tuple[str, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    usage: ModelUsage = ModelUsage()


class LanguageModel(Protocol):
    """Claude."""

    name: str
    """The configured model."""

    allowance: int
    """The tokens that an answer may have at first."""

    def prepare(self) -> None:
        """Start the slow loading that the first question would wait for; return at once."""
        ...

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        """Answer one question with JSON text of the requested schema.

        Raises:
            JobError: LLM_TIMEOUT, no answer.
            JobError: LLM_BAD_RESPONSE, refused, truncated, rejected or misconfigured.
        """
        ...
