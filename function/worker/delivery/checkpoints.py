"""Ports that pay for nothing twice: an answer is kept under `work/` as soon as it is there, and asked for there first.

Answers are named by what was asked, byte by byte, so that nothing is recalled for another question. The call stands in
the ledger from before it is made until its answer is kept. Only what a lost worker left standing there may be paid a
second time, and that is counted.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter, ValidationError

from worker.delivery import worker_log
from worker.delivery.lease import Tenure
from worker.delivery.ports import Artefacts
from worker.jobs.errors import JobError
from worker.jobs.job import Job
from worker.jobs.plain_text import make_encodable
from worker.llm.model import ModelAnswer
from worker.speech.resume import ResumingExtractor
from worker.speech.transcript import Recognition

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.jobs.deadline import Deadline
    from worker.llm.model import ModelRequest
    from worker.llm.ports import LanguageModel
    from worker.speech.audio import SpeechClip
    from worker.speech.ports import SpeechRecogniser
    from worker.tasks.summary.ports import Ports

T = TypeVar("T", Recognition, ModelAnswer)

_RECOGNITION = TypeAdapter(Recognition)
_ANSWER = TypeAdapter(ModelAnswer)


def remember_paid_calls(ports: Ports, artefacts: Artefacts, job: Job, tenure: Tenure) -> Ports:
    """The same ports, which decode and ask only what no attempt of this job has decoded or asked before."""
    memory = _Memory(artefacts, job, tenure)
    speech = RememberingRecogniser(ports.speech, memory)
    audio = ResumingExtractor(ports.audio, artefacts, job, speech.answered)
    return replace(ports, audio=audio, speech=speech, model=RememberingModel(ports.model, memory))


@dataclass(frozen=True, slots=True)
class _Memory:
    artefacts: Artefacts
    job: Job
    tenure: Tenure
    kept: set[str] = field(default_factory=set[str])

    def recall(self, name: str, kind: TypeAdapter[T]) -> T | None:
        body = self.artefacts.recall(self.job, name)
        try:
            return kind.validate_json(body) if body is not None else None
        except ValidationError:
            return None

    def ask(self, name: str, kind: TypeAdapter[T], call: Callable[[], T]) -> T:
        """Make a paid call. One that cannot be announced is not made, and stays announced where its end is unknown."""
        if self.tenure.announce(name):
            worker_log.asked_again(name.partition("-")[0].upper())
        try:
            answer = call()
        except JobError:
            self._land(name, kept=False)
            raise
        if self.keep(name, kind, answer):
            self._land(name, kept=True)
        return answer

    def keep(self, name: str, kind: TypeAdapter[T], answer: T) -> bool:
        """Keep an answer, without half characters, if possible; one that cannot be kept is used all the same."""
        encodable = replace(answer, text=make_encodable(answer.text))
        try:
            self.artefacts.keep(self.job, name, kind.dump_json(encodable))
        except JobError as error:
            worker_log.unkept(error)
            return False
        self.kept.add(name)
        return True

    def _land(self, name: str, *, kept: bool) -> None:
        """Strike a call off; what was paid for is not given up because that fails."""
        try:
            self.tenure.land(name, kept=kept)
        except JobError as error:
            worker_log.unkept(error)


class RememberingRecogniser:
    """Implements `ports.SpeechRecogniser`."""

    def __init__(self, recogniser: SpeechRecogniser, memory: _Memory) -> None:
        self._recogniser = recogniser
        self._memory = memory
        self.default_language = recogniser.default_language
        self.answered: set[str] = set()
        """Digests of clips whose answers are kept."""

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        """See `ports.SpeechRecogniser.recognise`."""
        name = f"stt-{language}-{clip.digest}.json"
        known = self._memory.recall(name, _RECOGNITION)
        if known is not None:
            self.answered.add(clip.digest)
            return replace(known, recalled=True)
        answer = self._memory.ask(name, _RECOGNITION, lambda: self._recogniser.recognise(clip, language, deadline))
        if name in self._memory.kept:
            self.answered.add(clip.digest)
        return answer


class RememberingModel:
    """Implements `ports.LanguageModel`. One that was of no use is not recalled, but asked for anew."""

    def __init__(self, model: LanguageModel, memory: _Memory) -> None:
        self._model = model
        self._memory = memory
        self.name = model.name

    def prepare(self) -> None:
        """See `ports.LanguageModel.prepare`."""
        self._model.prepare()

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        """See `ports.LanguageModel.answer`."""
        asked = json.dumps([self.name, request.instructions, request.transcript, request.schema], default=dict)
        name = f"llm-{hashlib.sha256(asked.encode()).hexdigest()}.json"
        known = self._memory.recall(name, _ANSWER)
        if known is not None and request.is_useful(known.text):
            return replace(known, recalled=True)
        return self._memory.ask(name, _ANSWER, lambda: self._model.answer(request, deadline))
