"""Who speaks, in a transcript and its subtitles."""

from __future__ import annotations

from dataclasses import replace

import pysubs2
import pytest

from tests.builders import a_dialogue, a_transcript
from worker.speech.subtitles.render import render_subtitles
from worker.speech.transcript import Segment, Speaker, Transcript
from worker.speech.voices import name_voices


def name(label: str, given: str | None = None, language: str = "Kor") -> str:
    speakers = () if given is None else (Speaker(label, given),)
    [shown] = name_voices(Transcript(language, (Segment(1, 0.0, 1.0, "네", speaker=label),), 0, speakers)).values()
    return shown


@pytest.mark.parametrize("label", ["2", "B"])
@pytest.mark.parametrize("given", [None, "", "B", "2"])
def test_an_engines_own_name_is_shown_as_a_number(label: str, given: str | None) -> None:
    assert name(label, given) == "화자 2"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("Kor", "화자 1"),
        ("ko-KR", "화자 1"),
        ("enko", "화자 1"),
        ("Eng", "Speaker 1"),
        ("en-US", "Speaker 1"),
        ("Jpn", "話者 1"),
        ("zh-cn", "说话人 1"),
    ],
)
def test_a_number_is_shown_in_the_language_of_the_transcript(language: str, shown: str) -> None:
    assert name("1", "A", language) == shown


def test_a_name_that_a_person_gave_is_shown() -> None:
    assert name("1", "김 철수") == "김 철수"


def test_a_name_is_one_bounded_line() -> None:
    assert name("1", "김\n\n철수\x00 ") == "김 철수"
    assert len(name("1", "김" * 1000)) == 60
    assert "\n" not in name("1\n2")


def test_a_transcript_without_speakers_names_none() -> None:
    assert name_voices(a_transcript()) == {}


def test_vtt_names_the_speaker_of_each_cue() -> None:
    assert render_subtitles(a_dialogue())["vtt"] == (
        "WEBVTT\n\n"
        "00:00:04.500 --> 00:00:06.417\n<v 화자 1>안녕하세요 여러분.\n\n"
        "00:00:06.500 --> 00:00:07.500\n<v 화자 2>네, 반갑습니다.\n"
    )


def test_a_second_line_needs_no_second_name() -> None:
    long = Segment(1, 0.0, 5.0, " ".join(["가나다라마바사"] * 3), speaker="1")

    assert render_subtitles(Transcript("Kor", (long,)))["vtt"].count("<v 화자 1>") == 1


def test_srt_has_neither_names_nor_dashes_since_no_cue_has_two_speakers() -> None:
    assert render_subtitles(a_dialogue())["srt"] == (
        "1\n00:00:04,500 --> 00:00:06,417\n안녕하세요 여러분.\n\n2\n00:00:06,500 --> 00:00:07,500\n네, 반갑습니다.\n"
    )


@pytest.mark.parametrize(
    "given",
    ["1><script>alert(1)</script>", "a --> b", "&lt;b>", "a\n\n00:00:00.000 --> b", "</v><c>x"],
)
def test_a_name_cannot_leave_its_place(given: str) -> None:
    vtt = render_subtitles(a_dialogue(given))["vtt"]

    [spoken] = [line for line in vtt.splitlines() if "안녕하세요" in line]
    assert spoken.startswith("<v ")
    assert (spoken.count("<"), spoken.count(">")) == (1, 1)
    assert vtt.count(" --> ") == 2
    assert [cue.plaintext for cue in pysubs2.SSAFile.from_string(vtt, format_="vtt")] == [
        "안녕하세요 여러분.",
        "네, 반갑습니다.",
    ]


def test_text_beside_a_name_is_escaped() -> None:
    [first, second] = a_dialogue().segments
    transcript = replace(a_dialogue(), segments=(replace(first, text="</v><b>x", words=()), second))

    assert "<v 화자 1>&lt;/v&gt;&lt;b&gt;x\n" in render_subtitles(transcript)["vtt"]
