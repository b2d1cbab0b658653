"""One question to Claude, asked once or more, and what the calls cost."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from worker.adapters.calls.retry import CallLimits, is_retryable
from worker.adapters.claude.reading import NoReplyError, UnusableReplyError, read_text, read_usage
from worker.adapters.claude.turn import Structured, compose_turn
from worker.jobs.deadline import Deadline
from worker.jobs.errors import LLM_MALFORMED, LLM_NO_ANSWER, LLM_OUT_OF_TIME, JobError
from worker.llm.model import ModelRequest, ModelUsage
from worker.telemetry.log import logger, milliseconds_since

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.adapters.claude.reading import Reply
    from worker.adapters.claude.turn import Turn


class Send(Protocol):
    """One exchange with a provider of Claude."""

    def __call__(self, keys: Mapping[str, str], turn: Turn, seconds: float, /) -> Reply:
        """Send a turn with these keys and wait for the whole reply, for so many seconds at most.

        Raises:
            NoReplyError: no reply in time.
            UnusableReplyError: a 200 without a message.
            JobError: LLM_BAD_RESPONSE, an error status, or a setting that is wrong.
        """
        ...


@dataclass(slots=True)
class Question:
    """One question; `model` is the name by which the provider knows it; `max_tokens` may change between calls."""

    send: Send
    request: ModelRequest
    model: str
    limits: CallLimits
    deadline: Deadline
    structured: Structured = "schema"
    max_tokens: int = 0
    _replies: list[ModelUsage] = field(default_factory=list[ModelUsage])
    _unanswered: int = 0
    _unusable: int = 0

    def ask(self, keys: Mapping[str, str]) -> str | None:
        """Ask once, with these values of the provider's keys.

        Returns:
            The answer's text, or None where the allowance of tokens ran out.

        Raises:
            JobError: LLM_TIMEOUT, no answer, or no time left to ask.
            JobError: LLM_BAD_RESPONSE, refused, rejected, malformed or misconfigured.
        """
        if not self.limits.fit(self.deadline):
            raise JobError(LLM_OUT_OF_TIME, "LLM", "no time was left to ask Claude.")
        started = time.monotonic()
        reply = self._send(keys, self.deadline.cap(self.limits.at_most))
        usage = read_usage(reply)
        self._replies.append(usage)
        _log_reply(reply, usage, milliseconds_since(started))
        try:
            return read_text(reply)
        except JobError as error:
            self._unusable += is_retryable(error)
            raise

    def is_worth_repeating(self, error: JobError) -> bool:
        """Whether to ask again: only once after calls that brought nothing but were, or may have been, paid."""
        return is_retryable(error) and self._unanswered + self._unusable <= 1

    @property
    def usage(self) -> ModelUsage:
        """Tokens of all replies. A call without a reply counts with the last one's input; its output is unknown."""
        latest = self._replies[-1].input_tokens if self._replies else 0
        return ModelUsage(
            sum(reply.input_tokens for reply in self._replies) + self._unanswered * latest,
            sum(reply.output_tokens for reply in self._replies),
        )

    def _send(self, keys: Mapping[str, str], seconds: float) -> Reply:
        turn = compose_turn(self.request, self.model, self.max_tokens, self.structured)
        try:
            return self.send(keys, turn, seconds)
        except NoReplyError as error:
            self._unanswered += error.sent
            raise JobError(LLM_NO_ANSWER, "LLM", f"Claude gave no answer (limit {seconds:.0f} s, {error}).") from error
        except UnusableReplyError as error:
            self._unusable += 1
            raise JobError(LLM_MALFORMED, "LLM", "Claude answered with something else than a message.") from error


def _log_reply(reply: Reply, usage: ModelUsage, duration: int) -> None:
    logger.info(
        "Claude answered",
        stage="LLM_ANSWER",
        duration_ms=duration,
        request_id=getattr(reply, "_request_id", None),
        model=reply.model,
        stop_reason=reply.stop_reason,
        category=getattr(reply.stop_details, "category", None),
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
    )
