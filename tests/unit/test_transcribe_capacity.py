"""How many clips are asked for at once, and how many may wait for that."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline
from tests.unit.dictation import Room, Script, Slow, Tape, speech
from worker.jobs.errors import SOURCE_REPLACED, STT_OUT_OF_TIME, JobError
from worker.speech.audio import SpeechClip
from worker.speech.calls import MOST_WAITING, Capacity, ClipCalls
from worker.speech.transcribe import transcribe

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.speech.transcript import Recognition


def test_as_many_calls_run_at_once_as_allowed_and_no_more() -> None:
    script = Script(together=threading.Barrier(3))

    transcribe(speech(12), "Kor", script, Capacity(3), a_deadline())

    assert script.most_at_once == 3


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
    tape, slow, room = Tape(), Slow(), Room(MOST_WAITING)

    with ThreadPoolExecutor() as pool, slow.going_on_in_the_end():
        job = pool.submit(transcribe, tape.play(2 * MOST_WAITING), "Kor", slow, Capacity(2, room), a_deadline())
        room.wait_until_full()
        most = len(tape.cut)

    assert most == MOST_WAITING + 1
    assert len(job.result().segments) == 2 * MOST_WAITING


def test_the_jobs_of_a_worker_share_the_room_for_waiting_clips() -> None:
    tapes, slow, room = (Tape(), Tape()), Slow(), Room(MOST_WAITING)
    capacity = Capacity(1, room)

    with ThreadPoolExecutor() as pool, slow.going_on_in_the_end():
        jobs = [
            pool.submit(transcribe, tape.play(MOST_WAITING + 1), "Kor", slow, capacity, a_deadline()) for tape in tapes
        ]
        room.wait_until_full(askers=2)
        most = sum(len(tape.cut) for tape in tapes)

    assert most == MOST_WAITING + len(tapes)
    assert [len(job.result().segments) for job in jobs] == [MOST_WAITING + 1] * len(tapes)


def test_a_job_whose_neighbours_leave_no_room_goes_on_in_another_invocation() -> None:
    full = Capacity(1, threading.Semaphore(0))

    with pytest.raises(JobError) as caught:
        transcribe(speech(1), "Kor", Script(), full, a_deadline(0.1))

    assert caught.value.condition is STT_OUT_OF_TIME


@pytest.mark.parametrize("end", [None, JobError(SOURCE_REPLACED, "")])
def test_a_job_leaves_the_room_as_it_found_it_however_it_ends(end: JobError | None) -> None:
    capacity = Capacity(2, threading.Semaphore(1))

    with suppress(JobError):
        transcribe(Tape().play(5, end), "Kor", Script(), capacity, a_deadline())

    assert capacity.room.acquire(blocking=False)
    assert not capacity.room.acquire(blocking=False)


def test_a_call_for_which_there_is_no_thread_leaves_the_room_as_it_found_it() -> None:
    capacity, pool = Capacity(1, threading.Semaphore(1)), ThreadPoolExecutor(1)
    pool.shutdown()
    calls = ClipCalls(Script(), "Kor", capacity, a_deadline(), threading.Event())

    with pytest.raises(RuntimeError):
        calls.make(SpeechClip.of(b"pcm", 0.0, 1.0), pool)

    assert capacity.room.acquire(blocking=False)
