"""When subtitles come and go, by the pauses of what was said."""

from __future__ import annotations

import random
import statistics
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline
from worker.jobs.workspace import Workspace
from worker.speech.audio import SAMPLE_RATE, AudioQuality, Beginning, Recording
from worker.speech.clips.find_speech import find_speech
from worker.speech.subtitles.alignment import time_pieces
from worker.speech.subtitles.cues import Cue, split_cues
from worker.speech.subtitles.line_breaks import split_pieces
from worker.speech.transcript import Segment

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.speech.audio import Decoded

SPEECH = Path(__file__).parents[1] / "fixtures" / "speech" / "pauses.wav"
PHRASES = {
    "First your video is stored in a safe place": (0.14, 3.39),
    "Then a short message is put in a line": (4.75, 7.33),
    "The recording is divided into several pieces": (8.68, 11.69),
}
"""What is said in the fixture, from and to."""

Said = list[tuple[float, str]]


def speak(seed: int) -> tuple[bytes, Said]:
    """Nine phrases with pauses of 0.6 to 2.5 s between them: the sound, and when each begins."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    with wave.open(str(SPEECH)) as recorded:
        pcm = recorded.readframes(recorded.getnframes())
    sound, said = bytes(SAMPLE_RATE), Said()
    for phrase in chance.choices(list(PHRASES), k=9):
        start, end = (round(at * SAMPLE_RATE) * 2 for at in PHRASES[phrase])
        said.append((len(sound) / 2 / SAMPLE_RATE, phrase))
        sound += pcm[start:end] + bytes(round(chance.uniform(0.6, 2.5) * SAMPLE_RATE) * 2)
    return sound, said


def transcribe(sound: bytes, said: Said, end: str, folder: Path) -> list[Segment]:
    """What a recogniser without mistakes hears, that ends sentences with `end`."""

    def decode() -> Generator[Decoded]:
        yield Beginning(0.0)
        yield sound
        yield Recording(len(sound) // 2, len(sound) / 2 / SAMPLE_RATE, AudioQuality.HIGH)

    segments: list[Segment] = []
    for clip in find_speech(decode(), Workspace(folder, a_deadline())):
        if isinstance(clip, Recording):
            break
        text = " ".join(phrase + end for start, phrase in said if clip.start <= start < clip.end)
        segments.append(Segment(len(segments) + 1, clip.start, clip.end, text, clip.pauses))
    return segments


def show(segment: Segment) -> list[tuple[float, float, str]]:
    return [(round(cue.start, 2), round(cue.end, 2), " ".join(cue.lines)) for cue in split_cues([segment])]


@pytest.mark.parametrize("end", [".", ""], ids=["with full stops", "without"])
def test_half_of_all_phrases_are_shown_within_a_quarter_of_a_second_of_their_first_sound(
    end: str, tmp_path: Path
) -> None:
    errors: list[float] = []
    for seed in range(4):
        sound, said = speak(seed)
        cues = split_cues(transcribe(sound, said, end, tmp_path))
        errors += [find_error(cues, start, phrase) for start, phrase in said]

    assert statistics.median(errors) <= 0.25


def find_error(cues: list[Cue], start: float, phrase: str) -> float:
    """How far from a phrase's start the nearest cue begins in which its first words stand."""
    first = " ".join(phrase.split()[:2])
    return min(abs(cue.start - start) for cue in cues if first in " ".join(cue.lines))


def test_a_pause_of_more_than_a_second_is_a_gap() -> None:
    assert show(Segment(1, 0.0, 10.0, "안녕하세요 여러분. 오늘은 날씨가 좋네요.", ((3.0, 5.0),))) == [
        (0.0, 3.0, "안녕하세요 여러분."),
        (5.0, 10.0, "오늘은 날씨가 좋네요."),
    ]


def test_a_text_without_full_stops_is_parted_where_the_voice_pauses() -> None:
    assert show(Segment(1, 0.0, 6.7, "안녕하세요 여러분 반가워요 오늘은 날씨가 참 좋네요", ((3.0, 3.7),))) == [
        (0.0, 3.7, "안녕하세요 여러분 반가워요"),
        (3.7, 6.7, "오늘은 날씨가 참 좋네요"),
    ]


def test_a_pause_belongs_to_the_end_of_a_sentence_rather_than_to_a_word_beside_it() -> None:
    text = "지금부터 시작합니다. 먼저 영상을 저장하는 방법을 봅시다."

    assert [line for _, _, line in show(Segment(1, 0.0, 9.0, text, ((3.4, 4.4),)))] == [
        "지금부터 시작합니다.",
        "먼저 영상을 저장하는 방법을 봅시다.",
    ]


def test_a_short_pause_leaves_no_word_alone() -> None:
    assert [line for _, _, line in show(Segment(1, 0.0, 6.5, "데이터와 테스트와 학습 및 배포", ((4.9, 5.5),)))] == [
        "데이터와 테스트와 학습 및 배포"
    ]


def test_a_sound_without_words_among_pauses_is_given_none() -> None:
    pauses = ((3.0, 4.0), (4.3, 6.0))

    assert show(Segment(1, 0.0, 9.0, "안녕하세요 여러분. 오늘은 날씨가 좋네요.", pauses)) == [
        (0.0, 3.0, "안녕하세요 여러분."),
        (6.0, 9.0, "오늘은 날씨가 좋네요."),
    ]


def test_a_cue_does_not_begin_before_the_voice_does() -> None:
    assert show(Segment(1, 0.0, 5.0, "안녕하세요", ((0.0, 1.5), (4.0, 5.0)))) == [(1.5, 4.0, "안녕하세요")]


def test_more_than_anybody_says_in_a_clip_is_spread_evenly() -> None:
    pieces = split_pieces("가나 " * 2000)

    assert time_pieces(pieces, [(0.0, 10.0), (45.0, 55.0)]) == time_pieces(pieces, [(0.0, 55.0)])


@pytest.mark.parametrize("text", ["", "가", "가나 " * 2000], ids=["nothing", "one word", "more than anybody says"])
def test_any_text_finds_its_place_among_any_pauses(text: str) -> None:
    pauses = tuple((at + 0.5, at + 1.0) for at in range(54))

    cues = split_cues([Segment(1, 0.0, 55.0, text, pauses)])

    assert [word for cue in cues for line in cue.lines for word in line.split()] == text.split()
