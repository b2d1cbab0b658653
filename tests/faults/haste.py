"""Ports that give a service no more time than one try needs: for servers that never come to an end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from worker.jobs.deadline import Deadline
from worker.jobs.ports import Backend

if TYPE_CHECKING:
    from worker.adapters.services import Services
    from worker.jobs.ending import Callback
    from worker.llm.model import LanguageModel, ModelAnswer, ModelRequest
    from worker.speech.audio import SpeechClip
    from worker.speech.ports import SpeechRecogniser
    from worker.speech.transcript import Recognition
    from worker.tasks.summary.ports import Ports

_CLOVA_SECONDS, _CLAUDE_SECONDS, _BACKEND_SECONDS = 10.5, 15.5, 2.0
"""A call is not begun with less than 10, 15 and 1 s left."""


def hurry_telling(services: Services) -> Services:
    """Wait no longer for the backend."""
    return replace(services, backend=HastyBackend(services.backend))


def hurry_stages(ports: Ports) -> Ports:
    """Wait no longer for CLOVA and Claude."""
    # Typed, because `replace` is not: a port that lacks something would show only in the long form.
    speech: SpeechRecogniser = HastyRecogniser(ports.speech)
    model: LanguageModel = HastyModel(ports.model)
    return replace(ports, speech=speech, model=model)


class HastyRecogniser:
    def __init__(self, inner: SpeechRecogniser) -> None:
        self._inner = inner
        self.default_language = inner.default_language

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        return self._inner.recognise(clip, language, Deadline.after(deadline.cap(_CLOVA_SECONDS)))


class HastyModel:
    def __init__(self, inner: LanguageModel) -> None:
        self._inner = inner
        self.name = inner.name
        self.allowance = inner.allowance

    def prepare(self) -> None:
        self._inner.prepare()

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        return self._inner.answer(request, Deadline.after(deadline.cap(_CLAUDE_SECONDS)))


@dataclass(frozen=True)
class HastyBackend:
    inner: Backend

    def send(self, callback: Callback, deadline: Deadline) -> None:
        self.inner.send(callback, Deadline.after(deadline.cap(_BACKEND_SECONDS)))
