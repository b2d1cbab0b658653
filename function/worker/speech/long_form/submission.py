"""A recording that the recogniser works on, and how a later attempt of the job finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from worker.jobs.ports import Checkpoints
from worker.jobs.price import CallPrice
from worker.jobs.saved import SavedAnswers
from worker.jobs.source import Declared, Source
from worker.speech.audio import Recording

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "stt-long.json"
"""No digest of the sound in it: it is found before anything is decoded. Its folder already names the upload."""

RESULT = "stt-long-result.json"


@dataclass(frozen=True, slots=True)
class Submission:
    """What was submitted, and what a later attempt needs to know of it without the video.

    `token` is the service's name for it, `submitted_at` seconds since 1970, `language` the service's name.
    `billed_seconds` counts this submission and those of the job before it, `number` them all, from 1. `delay` (seconds)
    is subtracted from the times in the sound (`speech.audio.Beginning`). `source` and `declared` are the pinned upload
    and what its metadata said.
    """

    token: str
    submitted_at: float
    number: int
    billed_seconds: int
    language: str
    delay: float
    recording: Recording
    source: Source
    declared: Declared


_SUBMISSION = TypeAdapter(Submission)


@dataclass(frozen=True, slots=True)
class Submissions:
    """The submission of one job, and its raw result once that has come."""

    checkpoints: Checkpoints

    def load(self) -> Submission | None:
        """The last submission, or None.

        Raises:
            JobError: UNKNOWN_ERROR, the store cannot be read.
        """
        return self._saved.load(NAME)

    def pay(self, submit: Callable[[], Submission], krw: float) -> tuple[Submission, bool]:
        """Submit for `krw` won and save; see `Checkpoints.pay`."""
        price = CallPrice[Submission].fixed(krw)
        return self._saved.pay(NAME, submit, price)

    def save(self, submission: Submission) -> bool:
        """Save a submission that could not be saved when it was paid; returns whether that succeeded."""
        return self.checkpoints.save(NAME, _SUBMISSION.dump_json(submission))

    def load_result(self) -> bytes | None:
        """The raw result, or None while there is none."""
        return self.checkpoints.load(RESULT)

    def save_result(self, raw: bytes) -> bool:
        """Save the raw result; the service may forget it."""
        return self.checkpoints.save(RESULT, raw)

    @property
    def _saved(self) -> SavedAnswers[Submission]:
        return SavedAnswers(self.checkpoints, "STT", _SUBMISSION)
