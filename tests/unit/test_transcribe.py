from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline
from worker.domain.errors import Condition, JobError, failure
from worker.domain.media import SAMPLE_RATE, SpeechSpan
from worker.domain.transcript import Recognition, Segment
from worker.observability import flush_metrics
from worker.stages.transcribe import transcribe

if TYPE_CHECKING:
    from pathlib import Path

    from worker.domain.deadlines import Deadline
    from worker.domain.media import SpeechClip


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


def spans(folder: Path, count: int) -> list[SpeechSpan]:
    path = folder / "audio.pcm"
    path.write_bytes(bytes(count * SAMPLE_RATE * 2))
    return [SpeechSpan(path, n * SAMPLE_RATE, (n + 1) * SAMPLE_RATE, float(n), n + 1.0) for n in range(count)]


def test_segments_keep_the_order_of_time_whatever_the_order_of_the_answers(tmp_path: Path) -> None:
    script = Script({0.0: 0.2})

    transcript = transcribe(spans(tmp_path, 12), "Kor", script, 4, a_deadline())

    assert [segment.number for segment in transcript.segments] == list(range(1, 13))
    assert transcript.segments[0] == Segment(1, 0.0, 1.0, "늦은 말")
    assert transcript.segments[10].text == "말 10"
    assert transcript.text.startswith("늦은 말 말 1 말 2 ")


def test_no_more_calls_run_at_once_than_allowed(tmp_path: Path) -> None:
    script = Script()

    transcribe(spans(tmp_path, 12), "Kor", script, 3, a_deadline())

    assert 1 < script.most_at_once <= 3


@pytest.mark.parametrize("nothing", ["", "  ", "\n"])
def test_an_empty_text_is_silence_and_no_segment(tmp_path: Path, nothing: str) -> None:
    transcript = transcribe(spans(tmp_path, 3), "Kor", Script({1.0: nothing}), 2, a_deadline())

    assert [(segment.number, segment.start) for segment in transcript.segments] == [(1, 0.0), (2, 2.0)]


def test_every_call_is_billed_silence_too(tmp_path: Path) -> None:
    assert transcribe(spans(tmp_path, 3), "Kor", Script({1.0: ""}), 2, a_deadline()).billed_seconds == 135


def test_what_was_paid_is_counted_also_where_another_call_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script({0.0: failure(Condition.STT_NO_ANSWER, "no answer")}, together=threading.Barrier(2))
    flush_metrics()
    capsys.readouterr()

    with pytest.raises(JobError):
        transcribe(spans(tmp_path, 2), "Kor", script, 2, a_deadline())

    flush_metrics()
    assert '"BilledSttSeconds":[45.0]' in capsys.readouterr().out


def test_nothing_is_called_for_no_speech() -> None:
    script = Script()

    transcript = transcribe((), "Kor", script, 4, a_deadline())

    assert (transcript.segments, transcript.billed_seconds, script.heard) == ((), 0, [])


def test_after_a_failure_no_further_call_is_begun(tmp_path: Path) -> None:
    script = Script({0.0: failure(Condition.STT_REJECTED, "no")})

    with pytest.raises(JobError):
        transcribe(spans(tmp_path, 50), "Kor", script, 1, a_deadline())

    assert script.heard == [0.0]


def test_after_a_failure_a_call_that_waits_for_its_turn_is_called_off(tmp_path: Path) -> None:
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
        transcribe(spans(tmp_path, 2), "Kor", Queue(), 2, a_deadline())

    assert caught.value is failing


def test_of_several_failures_the_one_that_repeating_cannot_cure_is_raised(tmp_path: Path) -> None:
    slow = failure(Condition.STT_NO_ANSWER, "no answer")
    wrong_key = failure(Condition.STT_MISCONFIGURED, "401")

    script = Script({0.0: slow, 1.0: wrong_key}, together=threading.Barrier(2))

    with pytest.raises(JobError) as caught:
        transcribe(spans(tmp_path, 2), "Kor", script, 2, a_deadline())

    assert caught.value is wrong_key
