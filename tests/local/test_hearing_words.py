"""`STT=speech`: what hears whole recordings in CLOVA Speech's place, and what a person is told of it."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
import requests
from rich.console import Console

from local.hearing import UnheardError
from local.hearing_words import REMARK, start_clova_speech
from local.report import show_job, show_words
from local.request import find_problem, read_request
from local.services import running_services
from local.standins.backend import Callback
from local.times import Times
from local.up_shown import explain_speech
from local.watch import Watched

if TYPE_CHECKING:
    from pathlib import Path

REAL = {"CLOVA_SPEECH_INVOKE_URL": "https://speech.test/external/v1/1/key", "CLOVA_SPEECH_SECRET": "my-secret"}


def test_the_stand_in_is_told_to_the_template_with_its_keys_as_secrets() -> None:
    with running_services({"STT": "speech"}) as services:
        assert services.parameters["SttEngine"] == "speech"
        assert services.parameters["SttSpeakers"] == "auto"
        assert services.secrets["CLOVA_SPEECH_INVOKE_URL"].startswith("http://127.0.0.1:")
        assert services.secrets["CLOVA_SPEECH_SECRET"]
        assert services.speech.remark == REMARK


def test_keys_in_the_environment_choose_the_real_engine() -> None:
    with running_services({"STT": "speech", "STT_SPEAKERS": "2-4", **REAL}) as services:
        assert services.secrets.items() >= REAL.items()
        assert services.speech.parameters == {"SttEngine": "speech", "SttSpeakers": "2-4"}
        assert services.speech.remark == ""


def test_without_stt_nothing_of_the_other_engine_is_there() -> None:
    with running_services(REAL) as services:
        assert not {"SttEngine", "SttSpeakers"} & set(services.parameters)
        assert not set(REAL) & set(services.secrets)


def test_a_language_that_the_stand_in_does_not_hear_is_told_with_the_ways_out() -> None:
    with ExitStack() as stack, pytest.raises(UnheardError, match=r"hears Eng, not Kor.*CLOVA_SPEECH_SECRET.*STT=csr"):
        start_clova_speech(stack, "127.0.0.1", "Kor", lambda: False)


def test_an_engine_that_nobody_knows_is_told_with_those_there_are() -> None:
    assert find_problem(read_request({"STT": "whisper"})) == "STT is one of csr, speech."


def test_the_stand_in_hangs_up_while_it_is_down() -> None:
    down = [True, False]
    with ExitStack() as stack:
        secrets = start_clova_speech(stack, "127.0.0.1", "Eng", lambda: down.pop(0)).secrets
        url = f"{secrets['CLOVA_SPEECH_INVOKE_URL']}/recognizer/none"
        headers = {"X-CLOVASPEECH-API-KEY": secrets["CLOVA_SPEECH_SECRET"]}
        with pytest.raises(requests.ConnectionError):
            requests.get(url, headers=headers, timeout=10)
        assert requests.get(url, headers=headers, timeout=10).status_code == 404


def test_words_and_speakers_are_told_under_the_transcript(tmp_path: Path) -> None:
    words = [{"start": 0, "end": 1, "text": "one"}, {"start": 1, "end": 2, "text": "two"}]
    segments = [{"words": words, "speaker": "1"}, {"words": words[:1], "speaker": "2"}]
    result = tmp_path / "1.json"
    result.write_text(json.dumps({"meta": {"stt_engine": "clova_speech"}, "transcript": {"segments": segments}}))

    assert tell(result) == "Heard by clova_speech: 3 words with their times, 2 speakers\n"


def test_a_result_without_words_is_told_as_ever(tmp_path: Path) -> None:
    result = tmp_path / "1.json"
    result.write_text(json.dumps({"meta": {"stt_engine": "clova"}, "transcript": {"segments": [{"text": "a"}]}}))

    assert tell(result) == ""


def test_made_up_speakers_are_said_to_be_so_under_the_sample_too() -> None:
    body = {"status": "DONE", "transcript": "one two", "summary": "s"}
    console = Console(width=200)
    with console.capture() as captured:
        watched = Watched(Callback("1", "/internal/jobs/1/complete", {}, body), Times())
        show_job(console, read_request({"STT": "speech"}), watched, [], REMARK)

    assert captured.get().count("made up") == 1


def tell(result: Path) -> str:
    console = Console(width=200)
    with console.capture() as captured:
        show_words(console, [result])
    return captured.get()


@pytest.mark.parametrize(
    ("environment", "words"), [({"STT": "speech"}, "made up"), ({}, "offline stand-in, without lang as Eng")]
)
def test_the_remark_under_each_transcript_is_that_of_the_engine(environment: dict[str, str], words: str) -> None:
    assert words in explain_speech(environment, ["Eng"])
    assert explain_speech({"STT": "speech", **REAL}, ["Eng"]) == ""
