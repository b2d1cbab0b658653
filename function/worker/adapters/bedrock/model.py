"""The language model through Bedrock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.adapters.bedrock.call import Invocation
from worker.adapters.bedrock.place import find_model_id
from worker.adapters.bedrock.signature import Signer
from worker.adapters.calls.keys import Keys
from worker.adapters.claude.asking import AskingModel
from worker.llm.names import read_model_name

if TYPE_CHECKING:
    from worker.adapters.bedrock.place import Place
    from worker.adapters.calls.retry import RetryPolicy
    from worker.adapters.claude.asking import ModelOptions


class BedrockModel(AskingModel):
    """Implements `llm.model.LanguageModel`. Its name is Anthropic's, so that either provider finds a kept answer.

    Args:
        place: the Region and the endpoint.
        options: `CLAUDE_MODEL`, Anthropic's name or Bedrock's, and its allowance.
        retry: how calls are retried.

    Raises:
        JobError: UNKNOWN_ERROR, AWS's settings, such as a profile, are invalid.
    """

    def __init__(self, place: Place, options: ModelOptions, retry: RetryPolicy) -> None:
        invoked = replace(options, model=find_model_id(options.model))
        super().__init__(Invocation(place, Signer(place.region)), Keys({}), invoked, retry)
        self.name = read_model_name(options.model)

    def prepare(self) -> None:
        """Nothing is slow to load."""
