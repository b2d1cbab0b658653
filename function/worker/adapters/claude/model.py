"""The language model: a question in, its answer out, however many calls that takes."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, ClassVar

from worker.adapters.calls.retry import CallLimits, RetryPolicy
from worker.adapters.claude.question import Question, load_send
from worker.jobs.errors import LLM_TRUNCATED, JobError, Spent
from worker.llm.model import ModelAnswer

if TYPE_CHECKING:
    from worker.adapters.calls.keys import Keys
    from worker.jobs.deadline import Deadline
    from worker.llm.model import ModelRequest


class ClaudeModel:
    """Implements `llm.ports.LanguageModel` over Anthropic's SDK.

    Args:
        url: `CLAUDE_API_URL`, with or without `/v1/messages`.
        keys: `CLAUDE_API_KEY`.
        model: `CLAUDE_MODEL`.
        max_tokens: `CLAUDE_MAX_TOKENS`; doubled once if it was not enough.
        retry: how calls are retried.
    """

    limits: ClassVar = CallLimits("LLM", at_least=15.0, at_most=180.0)
    """16,000 tokens, twice the default allowance, take a fast model one to two minutes."""

    def __init__(self, url: str, keys: Keys, model: str, max_tokens: int, retry: RetryPolicy) -> None:
        self.name = model
        self._url = url
        self._keys = keys
        self.allowance = max_tokens
        self._retry = retry

    def prepare(self) -> None:
        """Import the SDK in its own thread; a question that needs it meanwhile waits for the import lock."""
        Thread(target=load_send, name="import anthropic", daemon=True).start()

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        question = Question(self._url, request, self.name, self.limits, deadline)
        try:
            return ModelAnswer(self._ask(question), question.usage)
        except JobError as error:
            usage = question.usage
            error.spent = Spent(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
            raise

    def _ask(self, question: Question) -> str:
        for max_tokens in (self.allowance, 2 * self.allowance):
            question.max_tokens = max_tokens
            text = self._retry.run(
                lambda: self._keys.run(question.ask, question.deadline, self.limits),
                question.deadline,
                self.limits,
                question.is_worth_repeating,
            )
            if text is not None:
                return text
        raise JobError(LLM_TRUNCATED, "LLM", "the summary did not fit the allowance of tokens, doubled.")
