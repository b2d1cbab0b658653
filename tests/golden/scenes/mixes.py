"""Segments that are mixed, each order to another end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders import a_mix_message
from tests.handler.ledger_states import NOW, pass_time
from tests.handler.stage import LEASE, MAX_RECEIVES, SILENCE
from tests.tasks.segment_mix.orders import FOLDER, TWO
from worker.jobs.errors import CALLBACK_UNREACHABLE, RESULT_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from tests.handler.stage import Stage

ONE = a_mix_message()
UNWRITTEN = JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")


def succeed(stage: Stage) -> None:
    stage.deliver(TWO)


def be_of_one_segment(stage: Stage) -> None:
    stage.deliver(ONE)


def keep_going(stage: Stage) -> None:
    del stage.tracks.files[f"{FOLDER}/0001_tts.wav"]
    stage.deliver(TWO | {"continue_on_error": True})


def miss_a_track(stage: Stage) -> None:
    del stage.tracks.files[f"{FOLDER}/0002_bgm.wav"]
    stage.deliver(TWO)


def be_impossible(stage: Stage) -> None:
    stage.deliver(a_mix_message(segments=[{"index": 1, "bgm_gain": 9}]))


def succeed_at_the_second_attempt(stage: Stage) -> None:
    stage.tracks.errors = [UNWRITTEN]
    stage.deliver(ONE)
    stage.deliver(ONE, receive=2)


def be_redriven(stage: Stage) -> None:
    stage.tracks.errors = [UNWRITTEN]
    stage.deliver(ONE, receive=MAX_RECEIVES)
    stage.deliver(ONE, sent_at=NOW + 60)


def begin_unheard(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")]
    stage.deliver(ONE)


def be_given_up_by_the_sweep(stage: Stage) -> None:
    stage.tracks.errors = [UNWRITTEN]
    stage.deliver(ONE)
    pass_time(stage, SILENCE + LEASE)
    stage.sweep()


MIXES = {
    "mix-done": succeed,
    "mix-single": be_of_one_segment,
    "mix-kept-going": keep_going,
    "mix-failed": miss_a_track,
    "mix-invalid": be_impossible,
    "mix-retried": succeed_at_the_second_attempt,
    "mix-redriven": be_redriven,
    "mix-unannounced": begin_unheard,
    "mix-swept": be_given_up_by_the_sweep,
}
