"""Recognise each clip once: later attempts of a job reuse the answers that earlier ones saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from worker.jobs.saved import SavedAnswers, clean_text
from worker.speech.billing import price_call
from worker.speech.transcript import Recognition

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.jobs.ports import Checkpoints
    from worker.speech.audio import SpeechClip
    from worker.speech.ports import SpeechRecogniser

_RECOGNITION = TypeAdapter(Recognition)


class RecallingRecogniser:
    """Implements `speech.ports.SpeechRecogniser`.

    Attributes:
        answered: digests of clips whose answers are saved.
    """

    def __init__(self, recogniser: SpeechRecogniser, checkpoints: Checkpoints) -> None:
        self.default_language = recogniser.default_language
        self.answered: set[str] = set()
        self._recogniser = recogniser
        self._saved = SavedAnswers(checkpoints, "STT", _RECOGNITION, clean_text)

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        name = f"stt-{language}-{clip.digest}.json"
        known = self._saved.load(name)
        if known is not None:
            self.answered.add(clip.digest)
            return replace(known, recalled=True)
        price = price_call(clip.end - clip.start)
        answer, saved = self._saved.pay(name, lambda: self._recogniser.recognise(clip, language, deadline), price)
        if saved:
            self.answered.add(clip.digest)
        return answer
