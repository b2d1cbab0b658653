"""Ask the language model each question once: later attempts of a job reuse the answers that earlier ones saved.

An answer is saved under a hash of the whole question, so that it serves no other question.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from worker.jobs.saved import SavedAnswers, clean_text
from worker.llm.model import ModelAnswer
from worker.llm.prices import price_question

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.jobs.ports import Checkpoints
    from worker.llm.model import LanguageModel, ModelRequest

_ANSWER = TypeAdapter(ModelAnswer)


class RecallingModel:
    """Implements `llm.model.LanguageModel`. It asks again where the saved answer is not useful."""

    def __init__(self, model: LanguageModel, checkpoints: Checkpoints) -> None:
        self.name = model.name
        self.allowance = model.allowance
        self._model = model
        self._saved = SavedAnswers(checkpoints, "LLM", _ANSWER, clean_text)

    def prepare(self) -> None:
        self._model.prepare()

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        asked = json.dumps([self.name, request.instructions, request.transcript, request.schema], default=dict)
        name = f"llm-{hashlib.sha256(asked.encode()).hexdigest()}.json"
        known = self._saved.load(name)
        if known is not None and request.is_useful(known.text):
            return replace(known, recalled=True)
        price = price_question(self.name, request, self.allowance)
        answer, _ = self._saved.pay(name, lambda: self._model.answer(request, deadline), price)
        return answer
