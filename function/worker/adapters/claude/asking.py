"""A model that is asked over some provider: how often, and with which allowance of tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from worker.adapters.calls.retry import CallLimits
from worker.adapters.claude.question import Question
from worker.adapters.claude.turn import Structured
from worker.jobs.errors import LLM_TRUNCATED, JobError, Spent
from worker.llm.model import ModelAnswer

if TYPE_CHECKING:
    from worker.adapters.calls.keys import Keys
    from worker.adapters.calls.retry import RetryPolicy
    from worker.adapters.claude.question import Send
    from worker.jobs.deadline import Deadline
    from worker.llm.model import ModelRequest


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """The settings of the model itself.

    `model` is the provider's name of it. `max_tokens` is doubled once if it was not enough. `structured` says how the
    form of the answer is asked for.
    """

    model: str
    max_tokens: int
    structured: Structured = "schema"


class AskingModel:
    """Implements `llm.model.LanguageModel` but for `prepare`.

    Args:
        send: one exchange with the provider.
        keys: the secrets that `send` needs.
        options: the model.
        retry: how calls are retried.
    """

    limits: ClassVar = CallLimits("LLM", at_least=15.0, at_most=180.0)
    """16,000 tokens, twice the default allowance, take a fast model one to two minutes."""

    def __init__(self, send: Send, keys: Keys, options: ModelOptions, retry: RetryPolicy) -> None:
        self.name = options.model
        self.allowance = options.max_tokens
        self._send = send
        self._keys = keys
        self._options = options
        self._retry = retry

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        options = self._options
        question = Question(self._send, request, options.model, self.limits, deadline, options.structured)
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
