"""What the worker needs from a language model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.llm.model import ModelAnswer, ModelRequest


class LanguageModel(Protocol):
    """Claude."""

    name: str
    """The configured model."""

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
