"""A transcription that fails: what is raised, and that nothing more is paid or decoded."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline
from tests.unit.dictation import Script, Tape, speech
from worker.jobs.errors import (
    LEDGER_UNAVAILABLE,
    SOURCE_REPLACED,
    STT_MISCONFIGURED,
    STT_NO_ANSWER,
    STT_OUT_OF_TIME,
    STT_REJECTED,
    JobError,
)
from worker.jobs.not_ready import NotReady
from worker.speech.calls import MOST_WAITING, Capacity
from worker.speech.transcribe import transcribe
from worker.telemetry.stages import watch_stages

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.speech.audio import SpeechClip
    from worker.speech.transcript import Recognition


def test_what_was_paid_is_counted_also_where_another_call_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    script = Script({0.0: JobError(STT_NO_ANSWER, "no answer")}, together=threading.Barrier(2))

    with pytest.raises(JobError):
        transcribe(speech(2), "Kor", script, Capacity(2), a_deadline())

    assert '"BilledSttSeconds":[45.0]' in capsys.readouterr().out


def test_after_a_failure_no_further_call_is_begun() -> None:
    script = Script({0.0: JobError(STT_REJECTED, "no")})

    with pytest.raises(JobError):
        transcribe(speech(50), "Kor", script, Capacity(1), a_deadline())

    assert script.heard == [0.0]


def test_after_a_failure_a_call_that_waits_for_its_turn_is_called_off() -> None:
    failing, waits = JobError(STT_NO_ANSWER, "no"), threading.Event()

    class Queue(Script):
        def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
            if clip.start == 1:
                waits.wait(10)
                raise failing
            assert language == "Kor"
            waits.set()
            while deadline.left():
                time.sleep(0.01)
            raise JobError(STT_OUT_OF_TIME, "no turn")

    with pytest.raises(JobError) as caught:
        transcribe(speech(2), "Kor", Queue(), Capacity(2), a_deadline())

    assert caught.value is failing


def test_of_several_failures_the_one_that_repeating_cannot_cure_is_raised() -> None:
    slow = JobError(STT_NO_ANSWER, "no answer")
    wrong_key = JobError(STT_MISCONFIGURED, "401")

    script = Script({0.0: slow, 1.0: wrong_key}, together=threading.Barrier(2))

    with pytest.raises(JobError) as caught:
        transcribe(speech(2), "Kor", script, Capacity(2), a_deadline())

    assert caught.value is wrong_key


def test_after_a_failure_nothing_is_decoded_on() -> None:
    tape = Tape()

    with pytest.raises(JobError):
        transcribe(
            tape.play(10 * MOST_WAITING),
            "Kor",
            Script({0.0: JobError(STT_REJECTED, "")}),
            Capacity(1),
            a_deadline(),
        )

    assert tape.closed
    assert len(tape.cut) < 10 * MOST_WAITING
    assert tape.discarded == []


def test_where_cutting_fails_no_further_call_is_begun() -> None:
    tape, script, error = Tape(), Script(default_language="Kor"), JobError(SOURCE_REPLACED, "")

    with pytest.raises(JobError) as caught:
        transcribe(tape.play(MOST_WAITING, error), "Kor", script, Capacity(1), a_deadline())

    assert caught.value is error
    assert len(script.heard) < MOST_WAITING


def test_where_no_call_may_be_begun_nothing_is_decoded_on() -> None:
    tape = Tape()
    clips = tape.play(MOST_WAITING)

    def refuse(_step: str) -> None:
        raise JobError(LEDGER_UNAVAILABLE, "")

    with pytest.raises(JobError), watch_stages(refuse):
        transcribe(clips, "Kor", Script(), Capacity(1), a_deadline())

    assert tape.closed


@pytest.mark.parametrize(
    ("other", "raised"), [(JobError(STT_NO_ANSWER, "no answer"), "wait"), (JobError(STT_MISCONFIGURED, "401"), "other")]
)
def test_a_job_that_waits_begins_no_further_call_and_uses_up_no_attempt_for_one_that_passes(
    other: JobError, raised: str
) -> None:
    wait = NotReady(900.0, "budget", 1000.0)
    script = Script({0.0: other, 1.0: wait}, together=threading.Barrier(2))

    with pytest.raises((JobError, NotReady)) as caught:
        transcribe(speech(50), "Kor", script, Capacity(2), a_deadline())

    assert caught.value is (wait if raised == "wait" else other)
    assert len(script.heard) <= 4


def test_answers_that_are_under_way_while_a_job_begins_to_wait_are_paid_and_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    script = Script({0.0: NotReady(900.0, "budget", 1000.0)}, together=threading.Barrier(2))

    with pytest.raises(NotReady):
        transcribe(speech(2), "Kor", script, Capacity(2), a_deadline())

    assert '"BilledSttSeconds":[45.0]' in capsys.readouterr().out
