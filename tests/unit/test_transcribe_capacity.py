"""How many clips are asked for at once, and how many may wait for that."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.adapters.programs import happens
from tests.builders import a_deadline
from tests.unit.dictation import Script, Tape, speech
from worker.domain.errors import Condition, JobError, failure
from worker.stages.clip_calls import MOST_WAITING, Capacity
from worker.stages.transcribe import transcribe

if TYPE_CHECKING:
    from worker.domain.deadlines import Deadline
    from worker.domain.media import SpeechClip
    from worker.domain.transcript import Recognition


def test_no_more_calls_run_at_once_than_allowed() -> None:
    script = Script()

    transcribe(speech(12), "Kor", script, Capacity(3), a_deadline())

    assert 1 < script.most_at_once <= 3


def test_a_clip_is_asked_for_before_the_next_one_is_cut() -> None:
    tape, script = Tape(), Script()
    asked_when_cut: list[int] = []

    class Watching(Script):
        def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
            asked_when_cut.append(len(tape.cut))
            return script.recognise(clip, language, deadline)

    transcribe(tape.play(3 * MOST_WAITING), "Kor", Watching(), Capacity(2), a_deadline())

    assert asked_when_cut[0] < 3 * MOST_WAITING


def test_cutting_waits_where_too_many_clips_wait_already() -> None:
    tape, going_on = Tape(), threading.Event()

    class Slow(Script):
        def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
            assert going_on.wait(60)
            return super().recognise(clip, language, deadline)

    def let_go() -> None:
        while len(tape.cut) < MOST_WAITING + 1:
            time.sleep(0.01)
        time.sleep(0.1)
        most.append(len(tape.cut))
        going_on.set()

    most: list[int] = []
    watcher = threading.Thread(target=let_go)
    watcher.start()
    transcribe(tape.play(2 * MOST_WAITING), "Kor", Slow(), Capacity(2), a_deadline())
    watcher.join()

    assert most == [MOST_WAITING + 1]


def test_the_jobs_of_a_worker_share_the_room_for_waiting_clips() -> None:
    capacity, tapes = Capacity(1), (Tape(), Tape())
    going_on = threading.Event()

    class Slow(Script):
        def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
            assert going_on.wait(60)
            return super().recognise(clip, language, deadline)

    with ThreadPoolExecutor() as pool:
        jobs = [
            pool.submit(transcribe, tape.play(MOST_WAITING), "Kor", Slow(), capacity, a_deadline()) for tape in tapes
        ]
        assert happens(lambda: sum(len(tape.cut) for tape in tapes) >= MOST_WAITING + len(tapes))
        time.sleep(0.1)
        most = sum(len(tape.cut) for tape in tapes)
        going_on.set()

    assert most == MOST_WAITING + len(tapes)
    assert [len(job.result().segments) for job in jobs] == [MOST_WAITING] * len(tapes)


def test_a_job_whose_neighbours_leave_no_room_goes_on_in_another_invocation() -> None:
    full = Capacity(1, threading.Semaphore(0))

    with pytest.raises(JobError) as caught:
        transcribe(speech(1), "Kor", Script(), full, a_deadline(0.1))

    assert caught.value.condition is Condition.STT_OUT_OF_TIME


@pytest.mark.parametrize("end", [None, failure(Condition.SOURCE_REPLACED, "")])
def test_a_job_leaves_the_room_as_it_found_it_however_it_ends(end: JobError | None) -> None:
    capacity = Capacity(2, threading.Semaphore(1))

    with suppress(JobError):
        transcribe(Tape().play(5, end), "Kor", Script(), capacity, a_deadline())

    assert capacity.room.acquire(blocking=False)
    assert not capacity.room.acquire(blocking=False)
