"""One question to Claude, asked once or more, and what the calls cost."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.adapters.calls.retry import CallLimits, is_retryable
from worker.adapters.claude.address import read_account
from worker.adapters.claude.reading import NoReplyError, UnusableReplyError, read_text, read_usage
from worker.adapters.claude.turn import compose_turn
from worker.jobs.deadline import Deadline
from worker.jobs.errors import LLM_MALFORMED, LLM_NO_ANSWER, LLM_OUT_OF_TIME, JobError
from worker.llm.model import ModelRequest, ModelUsage
from worker.telemetry.log import logger, milliseconds_since, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from anthropic.types import Message
    from anthropic.types.message_create_params import MessageCreateParamsNonStreaming

    from worker.adapters.claude.address import Account

    Send = Callable[[Account, MessageCreateParamsNonStreaming, float], Message]


def load_send() -> Send:
    """Import the SDK, silence it, and hand out `call.send`.

    The import takes a second of CPU, which fits into the wait for speech recognition. Only `call` imports the SDK at
    its top, and only this function imports `call`, so that importing the adapter stays quick (docs/sources.md, Claude).
    """
    from worker.adapters.claude.call import send  # noqa: PLC0415 - see above

    # After the import, which obeys ANTHROPIC_LOG=debug and would then log whole requests with transcripts.
    quiet_libraries()
    return send


@dataclass(slots=True)
class Question:
    """One question; `max_tokens` may change between calls."""

    url: str
    request: ModelRequest
    model: str
    limits: CallLimits
    deadline: Deadline
    max_tokens: int = 0
    _replies: list[ModelUsage] = field(default_factory=list[ModelUsage])
    _unanswered: int = 0
    _unusable: int = 0

    def ask(self, keys: Mapping[str, str]) -> str | None:
        """Ask once, with this value of `CLAUDE_API_KEY`.

        Returns:
            The answer's text, or None where the allowance of tokens ran out.

        Raises:
            JobError: LLM_TIMEOUT, no answer, or no time left to ask.
            JobError: LLM_BAD_RESPONSE, refused, rejected, malformed or misconfigured.
        """
        if not self.limits.fit(self.deadline):
            raise JobError(LLM_OUT_OF_TIME, "LLM", "no time was left to ask Claude.")
        account = read_account(self.url, keys)
        started = time.monotonic()
        message = self._send(account, self.deadline.cap(self.limits.at_most))
        usage = read_usage(message)
        self._replies.append(usage)
        _log_reply(message, usage, milliseconds_since(started))
        try:
            return read_text(message)
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

    def _send(self, account: Account, seconds: float) -> Message:
        send = load_send()
        try:
            return send(account, compose_turn(self.request, self.model, self.max_tokens), seconds)
        except NoReplyError as error:
            self._unanswered += error.sent
            raise JobError(LLM_NO_ANSWER, "LLM", f"Claude gave no answer (limit {seconds:.0f} s, {error}).") from error
        except UnusableReplyError as error:
            self._unusable += 1
            raise JobError(LLM_MALFORMED, "LLM", "Claude answered with something else than a message.") from error


def _log_reply(message: Message, usage: ModelUsage, duration: int) -> None:
    logger.info(
        "Claude answered",
        stage="LLM_ANSWER",
        duration_ms=duration,
        request_id=getattr(message, "_request_id", None),
        model=message.model,
        stop_reason=message.stop_reason,
        category=getattr(message.stop_details, "category", None),
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
    )
