"""The values that the steps of long-form recognition share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from worker.jobs.ports import Checkpoints
from worker.jobs.source import Declared, Source
from worker.speech.long_form.sound import Sound
from worker.speech.long_form.submission import Submissions
from worker.speech.long_form.waits import Waits
from worker.speech.ports import AudioExtractor, LongFormRecogniser

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, slots=True)
class LongForm:
    """A recogniser, what decodes a whole sound for it, how long it is waited for, and where a job's submission is kept.

    `bind` gives it the job's checkpoints before it is used.
    """

    recogniser: LongFormRecogniser
    audio: AudioExtractor
    waits: Waits = field(default_factory=Waits)
    checkpoints: Checkpoints | None = None

    def bind(self, checkpoints: Checkpoints) -> Self:
        """The same for one job."""
        return replace(self, checkpoints=checkpoints)

    @property
    def submissions(self) -> Submissions:
        """The job's submission."""
        assert self.checkpoints is not None  # noqa: S101 - the task's wiring binds it
        return Submissions(self.checkpoints)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be recognised: the upload, its language (the service's name), and what makes its sound."""

    source: Source
    declared: Declared
    language: str
    make_sound: Callable[[], Sound]
