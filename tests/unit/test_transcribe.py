from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.adapters.programs import happens
from tests.builders import a_deadline
from tests.unit.dictation import Room, Script, Slow, Tape, speech
from worker.speech.calls import Capacity
from worker.speech.transcribe import transcribe
from worker.speech.transcript import Segment


def test_segments_keep_the_order_of_time_whatever_the_order_of_the_answers() -> None:
    script = Script({0.0: 0.2})

    transcript = transcribe(speech(12), "Kor", script, Capacity(4), a_deadline())

    assert [segment.number for segment in transcript.segments] == list(range(1, 13))
    assert transcript.segments[0] == Segment(1, 0.0, 1.0, "늦은 말")
    assert transcript.segments[10].text == "말 10"
    assert transcript.text.startswith("늦은 말 말 1 말 2 ")


def test_a_segment_knows_the_pauses_of_its_clip() -> None:
    tape = Tape(pauses={1.0: ((1.2, 1.8),)})

    transcript = transcribe(tape.play(2), "Kor", Script(), Capacity(2), a_deadline())

    assert [segment.pauses for segment in transcript.segments] == [(), ((1.2, 1.8),)]


@pytest.mark.parametrize("nothing", ["", "  ", "\n"])
def test_an_empty_text_is_silence_and_no_segment(nothing: str) -> None:
    transcript = transcribe(speech(3), "Kor", Script({1.0: nothing}), Capacity(2), a_deadline())

    assert [(segment.number, segment.start) for segment in transcript.segments] == [(1, 0.0), (2, 2.0)]


def test_every_call_is_billed_silence_too() -> None:
    assert transcribe(speech(3), "Kor", Script({1.0: ""}), Capacity(2), a_deadline()).billed_seconds == 135


def test_nothing_is_called_for_no_speech() -> None:
    script = Script()

    transcript = transcribe(speech(0), "Kor", script, Capacity(4), a_deadline())

    assert (transcript.segments, transcript.billed_seconds, script.heard) == ((), 0, [])


def test_what_is_answered_need_not_wait_on_the_disk() -> None:
    tape = Tape()

    transcribe(tape.play(5), "Kor", Script(), Capacity(2), a_deadline())

    assert sorted(tape.discarded) == [0.0, 1.0, 2.0, 3.0, 4.0]


@pytest.mark.parametrize("threads", [1, 4], ids=["one after the other", "at once"])
def test_the_same_sound_is_asked_for_and_billed_once_and_stands_at_each_of_its_places(threads: int) -> None:
    tape, script = Tape(sounds={1.0: b"jingle", 3.0: b"jingle", 4.0: b"jingle"}), Script({1.0: "시그널"})

    transcript = transcribe(tape.play(5), "Kor", script, Capacity(threads), a_deadline())

    assert sorted(script.heard) == [0.0, 1.0, 2.0]
    assert transcript.billed_seconds == 3 * 45
    assert [(segment.start, segment.text) for segment in transcript.segments] == [
        (0.0, "말 0"),
        (1.0, "시그널"),
        (2.0, "말 2"),
        (3.0, "시그널"),
        (4.0, "시그널"),
    ]


def test_a_sound_that_waits_already_takes_no_second_place_among_those_that_wait() -> None:
    tape, slow = Tape(sounds=dict.fromkeys(map(float, range(5)), b"jingle")), Slow()

    with ThreadPoolExecutor() as pool, slow.going_on_in_the_end():
        job = pool.submit(transcribe, tape.play(5), "Kor", slow, Capacity(1, Room(1)), a_deadline())
        assert happens(lambda: tape.closed)
        assert tape.discarded == [1.0, 2.0, 3.0, 4.0]

    assert len(job.result().segments) == 5
