from __future__ import annotations

import io
import wave

import pytest

from local.standins.clova import ClovaStandIn
from tests.adapters.naps import Naps
from tests.adapters.speaking import KEY, KEY_ID, PACE, WORDS, clip, recognise, recogniser
from worker.adapters.calls.keys import Keys
from worker.adapters.clova import ClovaRecogniser
from worker.adapters.clova.request import build_wav, put_language, read_language
from worker.jobs.deadline import Deadline
from worker.jobs.errors import STT_MISCONFIGURED, JobError
from worker.speech.audio import SAMPLE_RATE, SpeechClip


def test_a_clip_becomes_text(clova: ClovaStandIn) -> None:
    assert recognise(clova).text == WORDS
    assert clova.refusals == []


def test_silence_is_an_empty_text_and_no_failure() -> None:
    with ClovaStandIn(lambda _pcm: "") as clova:
        assert recognise(clova).text == ""


@pytest.mark.parametrize("language", ["Kor", "Eng", "Jpn", "Chn"])
def test_the_spoken_language_is_asked_for(clova: ClovaStandIn, language: str) -> None:
    recogniser(clova).recognise(clip(2), language, Deadline.after(100))

    assert [call.lang for call in clova.calls] == [language]


@pytest.mark.parametrize(
    ("url", "language"),
    [
        ("https://h/stt?lang=Eng", "Eng"),
        ("https://h/stt?a=1&lang=Jpn", "Jpn"),
        ("https://h/stt?lang=ko-KR", "Kor"),
        ("https://h/stt", "Kor"),
        ("https://h/stt?lang=", "Kor"),
    ],
)
def test_the_default_language_is_the_urls(url: str, language: str) -> None:
    assert read_language(url) == language


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://h/stt?lang=Kor", "https://h/stt?lang=Eng"),
        ("https://h/stt", "https://h/stt?lang=Eng"),
        ("https://h/stt?a=1&lang=Kor&b=", "https://h/stt?a=1&b=&lang=Eng"),
        ("https://h/stt?lang=Kor&lang=Jpn#top", "https://h/stt?lang=Eng"),
        ("https://h/p%20q/stt?language=ko", "https://h/p%20q/stt?language=ko&lang=Eng"),
    ],
)
def test_lang_is_replaced_and_other_parameters_stay(url: str, asked: str) -> None:
    assert put_language(url, "Eng") == asked


@pytest.mark.parametrize(("seconds", "billed"), [(0.5, 15), (3, 15), (15, 15), (15.1, 30), (55, 60)])
def test_every_fifteen_seconds_begun_are_billed(clova: ClovaStandIn, seconds: float, billed: int) -> None:
    assert recognise(clova, seconds).billed_seconds == billed == clova.billed_seconds


def test_a_wav_says_its_true_length() -> None:
    with wave.open(io.BytesIO(build_wav(clip(3).load()))) as reader:
        assert (reader.getframerate(), reader.getnchannels(), reader.getsampwidth()) == (SAMPLE_RATE, 1, 2)
        assert reader.readframes(reader.getnframes()) == clip(3).load()


def test_a_clip_too_short_for_csr_is_padded_with_silence(clova: ClovaStandIn) -> None:
    recognise(clova, 0.3)

    assert [call.seconds for call in clova.calls] == [1.0]


@pytest.mark.parametrize("pcm", [b"", b"\x00", b"\x00" * 5, b"\x00\x00" * (55 * SAMPLE_RATE + 1)])
def test_a_wrongly_cut_clip_is_not_sent(clova: ClovaStandIn, pcm: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be recognised"):
        recogniser(clova).recognise(SpeechClip.of(pcm, 0, 1), "Kor", Deadline.after(100))

    assert clova.calls == []


@pytest.mark.parametrize("key", ["", " \n", "k\u00e9y", "a\nb"])
@pytest.mark.parametrize("which", ["CLOVA_API_KEY_ID", "CLOVA_API_KEY"])
def test_a_key_that_cannot_be_one_is_not_sent(clova: ClovaStandIn, which: str, key: str) -> None:
    keys = Keys({"CLOVA_API_KEY_ID": KEY_ID, "CLOVA_API_KEY": KEY} | {which: key})
    asked = ClovaRecogniser(clova.stt_url(), keys, Naps().policy(), PACE)

    with pytest.raises(JobError) as caught:
        asked.recognise(clip(2), "Kor", Deadline.after(100))

    assert (caught.value.condition, caught.value.setting) == (STT_MISCONFIGURED, which)
    assert clova.calls == []


def test_a_key_pasted_with_a_newline_works(clova: ClovaStandIn) -> None:
    assert recogniser(clova, key=f" {KEY}\n").recognise(clip(2), "Kor", Deadline.after(100)).text
