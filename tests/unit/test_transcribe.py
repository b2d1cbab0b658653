from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.adapters.programs import happens
from tests.builders import a_deadline
from worker.domain.errors import Condition, JobError, failure
from worker.domain.media import SAMPLE_RATE, AudioQuality, Recording, SpeechClip
from worker.domain.transcript import Recognition, Segment
from worker.stage_runs import watch_stages
from worker.stages.clip_calls import MOST_WAITING, Capacity
from worker.stages.extract_audio import Speech
from worker.stages.transcribe import transcribe

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.domain.deadlines import Deadline


@dataclass
class Script:
    """Hears a given text, or fails, by the second at which a clip starts; counts calls at once.

    With `together`, no call is answered before so many are under way.
    """

    by_start: dict[float, str | JobError | float] = field(default_factory=dict[float, "str | JobError | float"])
    default_language: str = "Kor"
    together: threading.Barrier | None = None
    heard: list[float] = field(default_factory=list[float])
    most_at_once: int = 0
    _at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        assert (language, deadline.left() > 0) == ("Kor", True)
        with self._lock:
            self.heard.append(clip.start)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        if self.together:
            self.together.wait(10)
        try:
            return self._answer(self.by_start.get(clip.start, f"말 {clip.start:.0f}"))
        finally:
            with self._lock:
                self._at_once -= 1

    def _answer(self, answer: str | JobError | float) -> Recognition:
        if isinstance(answer, JobError):
            raise answer
        if isinstance(answer, str):
            time.sleep(0.01)
            return Recognition(answer, 45)
        time.sleep(answer)
        return Recognition("늦은 말", 15)


@dataclass
class Tape:
    """Says which of its clips were cut, and which are not needed any more."""

    cut: list[float] = field(default_factory=list[float])
    discarded: list[float] = field(default_factory=list[float])
    closed: bool = False

    def play(self, count: int, error: JobError | None = None) -> Speech:
        """So many clips of a second, and then an error if there is one."""
        return Speech(self._cut(count, error), threading.Event())

    def _cut(self, count: int, error: JobError | None) -> Generator[SpeechClip, None, Recording]:
        try:
            for start in map(float, range(count)):
                self.cut.append(start)
                clip = SpeechClip.of(b"pcm", start, start + 1)
                yield replace(clip, discard=partial(self.discarded.append, start))
            if error:
                raise error
            return Recording(count * SAMPLE_RATE, float(count), AudioQuality.HIGH)
        finally:
            self.closed = True


def speech(count: int) -> Speech:
    return Tape().play(count)


def test_segments_keep_the_order_of_time_whatever_the_order_of_the_answers() -> None:
    script = Script({0.0: 0.2})

    transcript = transcribe(speech(12), "Kor", script, Capacity(4), a_deadline())

    assert [segment.number for segment in transcript.segments] == list(range(1, 13))
    assert transcript.segments[0] == Segment(1, 0.0, 1.0, "늦은 말")
    assert transcript.segments[10].text == "말 10"
    assert transcript.text.startswith("늦은 말 말 1 말 2 ")


def test_no_more_calls_run_at_once_than_allowed() -> None:
    script = Script()

    transcribe(speech(12), "Kor", script, Capacity(3), a_deadline())

    assert 1 < script.most_at_once <= 3


@pytest.mark.parametrize("nothing", ["", "  ", "\n"])
def test_an_empty_text_is_silence_and_no_segment(nothing: str) -> None:
    transcript = transcribe(speech(3), "Kor", Script({1.0: nothing}), Capacity(2), a_deadline())

    assert [(segment.number, segment.start) for segment in transcript.segments] == [(1, 0.0), (2, 2.0)]


def test_every_call_is_billed_silence_too() -> None:
    assert transcribe(speech(3), "Kor", Script({1.0: ""}), Capacity(2), a_deadline()).billed_seconds == 135


def test_what_was_paid_is_counted_also_where_another_call_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    script = Script({0.0: failure(Condition.STT_NO_ANSWER, "no answer")}, together=threading.Barrier(2))

    with pytest.raises(JobError):
        transcribe(speech(2), "Kor", script, Capacity(2), a_deadline())

    assert '"BilledSttSeconds":[45.0]' in capsys.readouterr().out


def test_nothing_is_called_for_no_speech() -> None:
    script = Script()

    transcript = transcribe(speech(0), "Kor", script, Capacity(4), a_deadline())

    assert (transcript.segments, transcript.billed_seconds, script.heard) == ((), 0, [])


def test_after_a_failure_no_further_call_is_begun() -> None:
    script = Script({0.0: failure(Condition.STT_REJECTED, "no")})

    with pytest.raises(JobError):
        transcribe(speech(50), "Kor", script, Capacity(1), a_deadline())

    assert script.heard == [0.0]


def test_after_a_failure_a_call_that_waits_for_its_turn_is_called_off() -> None:
    failing, waits = failure(Condition.STT_NO_ANSWER, "no"), threading.Event()

    class Queue(Script):
        def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
            if clip.start == 1:
                waits.wait(10)
                raise failing
            assert language == "Kor"
            waits.set()
            while deadline.left():
                time.sleep(0.01)
            raise failure(Condition.STT_OUT_OF_TIME, "no turn")

    with pytest.raises(JobError) as caught:
        transcribe(speech(2), "Kor", Queue(), Capacity(2), a_deadline())

    assert caught.value is failing


def test_of_several_failures_the_one_that_repeating_cannot_cure_is_raised() -> None:
    slow = failure(Condition.STT_NO_ANSWER, "no answer")
    wrong_key = failure(Condition.STT_MISCONFIGURED, "401")

    script = Script({0.0: slow, 1.0: wrong_key}, together=threading.Barrier(2))

    with pytest.raises(JobError) as caught:
        transcribe(speech(2), "Kor", script, Capacity(2), a_deadline())

    assert caught.value is wrong_key


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
            assert going_on.wait(10)
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
            assert going_on.wait(10)
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


def test_what_is_answered_need_not_wait_on_the_disk() -> None:
    tape = Tape()

    transcribe(tape.play(5), "Kor", Script(), Capacity(2), a_deadline())

    assert sorted(tape.discarded) == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_after_a_failure_nothing_is_decoded_on() -> None:
    tape = Tape()

    with pytest.raises(JobError):
        transcribe(
            tape.play(10 * MOST_WAITING),
            "Kor",
            Script({0.0: failure(Condition.STT_REJECTED, "")}),
            Capacity(1),
            a_deadline(),
        )

    assert tape.closed
    assert len(tape.cut) < 10 * MOST_WAITING
    assert tape.discarded == []


def test_where_cutting_fails_no_further_call_is_begun() -> None:
    tape, script, error = Tape(), Script(default_language="Kor"), failure(Condition.SOURCE_REPLACED, "")

    with pytest.raises(JobError) as caught:
        transcribe(tape.play(MOST_WAITING, error), "Kor", script, Capacity(1), a_deadline())

    assert caught.value is error
    assert len(script.heard) < MOST_WAITING


def test_where_no_call_may_be_begun_nothing_is_decoded_on() -> None:
    tape = Tape()
    clips = tape.play(MOST_WAITING)

    def refuse(_step: str) -> None:
        raise failure(Condition.LEDGER_UNAVAILABLE, "")

    with pytest.raises(JobError), watch_stages(refuse):
        transcribe(clips, "Kor", Script(), Capacity(1), a_deadline())

    assert tape.closed
