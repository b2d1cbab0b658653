"""Videos that are summarised, each to another end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.builders import s3_message
from tests.golden.sounds import SECOND, SPEECH
from tests.handler.ledger_states import NOW, claimed, keep
from tests.handler.stage import LEASE, MAX_RECEIVES
from worker.jobs.errors import (
    CALLBACK_CLOSED,
    CALLBACK_REJECTED,
    CALLBACK_UNREACHABLE,
    FFMPEG_OUT_OF_TIME,
    LLM_MISCONFIGURED,
    LLM_REFUSED,
    LLM_UNAVAILABLE,
    NO_AUDIO,
    RESULT_UNAVAILABLE,
    JobError,
)

if TYPE_CHECKING:
    from tests.handler.stage import Stage


def succeed(stage: Stage) -> None:
    stage.extractor.pcm = SPEECH
    stage.deliver(s3_message())


def come_in_part(stage: Stage) -> None:
    stage.extractor.partial, stage.extractor.warnings = True, ("The end of the video is missing.",)
    stage.deliver(s3_message())


def be_silent(stage: Stage) -> None:
    stage.extractor.pcm = bytes(SECOND)
    stage.deliver(s3_message())


def have_no_sound(stage: Stage) -> None:
    stage.extractor.error = JobError(NO_AUDIO, "FFMPEG", "no audio track.")
    stage.deliver(s3_message())


def be_refused_by_the_model(stage: Stage) -> None:
    stage.model.error = JobError(LLM_REFUSED, "LLM", "the model refused.")
    stage.deliver(s3_message())


def fail_and_not_be_stored(stage: Stage) -> None:
    stage.results.error = JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")
    be_refused_by_the_model(stage)


def succeed_at_the_second_attempt(stage: Stage) -> None:
    stage.model.error = JobError(LLM_UNAVAILABLE, "LLM", "529.")
    stage.deliver(s3_message())
    stage.model.error = None
    stage.deliver(s3_message(), receive=2)


def be_misconfigured_to_the_end(stage: Stage) -> None:
    stage.model.error = JobError(LLM_MISCONFIGURED, "LLM", "unknown model.", setting="CLAUDE_MODEL")
    stage.deliver(s3_message(), receive=MAX_RECEIVES - 1)
    stage.deliver(s3_message(), receive=MAX_RECEIVES)


def be_redriven(stage: Stage) -> None:
    stage.model.error = JobError(LLM_UNAVAILABLE, "LLM", "529.")
    stage.deliver(s3_message(), receive=MAX_RECEIVES)
    stage.model.error = None
    stage.deliver(s3_message(), sent_at=NOW + 60)


def run_out_of_time(stage: Stage) -> None:
    stage.extractor.error = JobError(FFMPEG_OUT_OF_TIME, "FFMPEG", "out of time.")
    stage.deliver(s3_message(), receive=MAX_RECEIVES)


def break_down(stage: Stage) -> None:
    stage.extractor.error = ZeroDivisionError()
    stage.deliver(s3_message())


def come_twice(stage: Stage) -> None:
    stage.deliver(s3_message())
    stage.deliver(s3_message())


def be_held_by_another(stage: Stage) -> None:
    keep(stage, claimed(LEASE / 2))
    stage.deliver(s3_message())


def be_paid_again(stage: Stage) -> None:
    stage.model.error = JobError(LLM_UNAVAILABLE, "LLM", "529.")
    stage.deliver(s3_message())
    stage.model.error = None
    [entry] = stage.ledger.read("987654321")
    lost = next(name for _, _, name in stage.artefacts.kept if name.startswith("stt-"))
    stage.artefacts.kept.clear()
    stage.ledger.write(replace(entry, orphaned_calls=(lost,)).written(NOW))
    stage.deliver(s3_message(), receive=2)


def be_heard_at_the_second_telling(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")]
    stage.deliver(s3_message())
    stage.deliver(s3_message(), receive=2)


def be_refused_by_the_backend(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_REJECTED, "CALLBACK", "the backend answered 422.")]
    stage.deliver(s3_message())


def be_closed_by_the_backend(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_CLOSED, "CALLBACK", "the backend answered 410.")]
    stage.deliver(s3_message())


SUMMARIES = {
    "summary-done": succeed,
    "summary-partial": come_in_part,
    "summary-silent": be_silent,
    "summary-failed": have_no_sound,
    "summary-failed-paid": be_refused_by_the_model,
    "summary-failed-unstored": fail_and_not_be_stored,
    "summary-retried": succeed_at_the_second_attempt,
    "summary-misconfigured": be_misconfigured_to_the_end,
    "summary-redriven": be_redriven,
    "summary-out-of-time": run_out_of_time,
    "summary-broken": break_down,
    "summary-duplicate": come_twice,
    "summary-held": be_held_by_another,
    "summary-paid-again": be_paid_again,
    "summary-told-twice": be_heard_at_the_second_telling,
    "summary-refused": be_refused_by_the_backend,
    "summary-closed": be_closed_by_the_backend,
}
