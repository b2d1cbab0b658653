"""What the summary needs from the world. `adapters` implements it, `tests/fakes` imitates it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from worker.llm.model import LanguageModel
from worker.speech.long_form.long_form import LongForm
from worker.speech.ports import AudioExtractor, SpeechRecogniser
from worker.video.video import Videos

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.tasks.summary.result import Result


class Results(Protocol):
    """The bucket with the results."""

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        """Write the subtitles (file extension -> text) beside the result's key, then the result itself.

        Raises:
            JobError: UNKNOWN_ERROR, the store cannot be written.
        """
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything the summary's pipeline needs; `long_form` is None in a deployment without CLOVA Speech."""

    videos: Videos
    audio: AudioExtractor
    speech: SpeechRecogniser
    model: LanguageModel
    results: Results
    long_form: LongForm | None = None
