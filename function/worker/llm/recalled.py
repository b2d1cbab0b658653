"""Ask the language model each question once: later attempts of a job reuse the answers that earlier ones saved.

An answer's name is a hash of the whole question, so that no answer serves another question.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from worker.jobs.plain_text import make_encodable
from worker.llm.model import ModelAnswer

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.jobs.ports import Checkpoints
    from worker.llm.model import ModelRequest
    from worker.llm.ports import LanguageModel

_ANSWER = TypeAdapter(ModelAnswer)


class RecallingModel:
    """Implements `llm.ports.LanguageModel`. It asks again where the saved answer is not useful."""

    def __init__(self, model: LanguageModel, checkpoints: Checkpoints) -> None:
        self.name = model.name
        self._model = model
        self._checkpoints = checkpoints

    def prepare(self) -> None:
        self._model.prepare()

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        asked = json.dumps([self.name, request.instructions, request.transcript, request.schema], default=dict)
        name = f"llm-{hashlib.sha256(asked.encode()).hexdigest()}.json"
        known = self._recall(name)
        if known is not None and request.is_useful(known.text):
            return replace(known, recalled=True)
        answer, _ = self._checkpoints.pay(name, lambda: self._model.answer(request, deadline), _dump)
        return answer

    def _recall(self, name: str) -> ModelAnswer | None:
        body = self._checkpoints.load(name)
        try:
            return _ANSWER.validate_json(body) if body is not None else None
        except ValidationError:
            return None


def _dump(answer: ModelAnswer) -> bytes:
    """Replace lone surrogates, which UTF-8 cannot hold."""
    return _ANSWER.dump_json(replace(answer, text=make_encodable(answer.text)))
