from __future__ import annotations

import pytest

from tests.tasks.summary.settings import COMPLETE, problems
from worker.jobs.errors import JobError
from worker.settings.reading import validate
from worker.speech.audio import AudioFilter
from worker.speech.engines import Engine, choose_engine
from worker.speech.long_form.languages import name_long_form_language
from worker.speech.long_form.wishes import Wishes, read_wishes
from worker.tasks.summary.settings import Settings

SPEECH = {
    "CLOVA_SPEECH_INVOKE_URL": "https://clovaspeech.example.com/external/v1/1/key-canary",
    "CLOVA_SPEECH_SECRET": "secret-canary",
}
WITHOUT_CSR = {name: value for name, value in COMPLETE.items() if not name.startswith("CLOVA_API")}


def test_each_engine_needs_its_own_secrets_only() -> None:
    assert validate(Settings, COMPLETE).unset_engines == {Engine.SPEECH: tuple(SPEECH)}
    settings = validate(Settings, WITHOUT_CSR | SPEECH | {"STT_ENGINE": "speech"})
    assert settings.unset_engines == {Engine.CSR: ("CLOVA_API_KEY_ID", "CLOVA_API_KEY")}


def test_a_deployment_may_have_both() -> None:
    assert validate(Settings, COMPLETE | SPEECH).unset_engines == {}


def test_what_the_chosen_engine_lacks_is_named_at_once() -> None:
    assert problems(STT_ENGINE="speech") == [f"{name}: Field required" for name in SPEECH]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STT_ENGINE", "auto"),
        ("CLOVA_SPEECH_INVOKE_URL", "clovaspeech.example.com/canary"),
        ("CLOVA_SPEECH_INVOKE_URL", "https://clovaspeech.example.com/?key=canary"),
        ("CLOVA_SPEECH_INVOKE_URL", "http://clovaspeech.example.com/canary"),
        ("CLOVA_SPEECH_SECRET", "can\nary"),
        ("CLOVA_SPEECH_LANGUAGE", "Kor"),
        ("STT_SPEAKERS", "many"),
        ("STT_SPEAKERS", "4-2"),
        ("STT_SPEAKERS", "2-31"),
        ("STT_KEYWORDS", "canary;<script>"),
        ("STT_KEYWORDS", ",".join(map(str, range(1001)))),
        ("STT_WAIT_SECONDS", "-1"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_but_not_quoted(name: str, value: str) -> None:
    [problem] = problems(**{name: value})

    assert problem.startswith(f"{name}: ")
    assert "canary" not in problem


def test_the_address_that_holds_a_key_is_printed_nowhere() -> None:
    settings = validate(Settings, COMPLETE | SPEECH)

    assert "canary" not in repr(settings).replace("id-canary", "")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ({}, AudioFilter.NONE),
        ({"AUDIO_FILTER": "speech"}, AudioFilter.NONE),
        ({"AUDIO_FILTER": "highpass"}, "highpass"),
    ],
)
def test_a_whole_recording_is_not_filtered_unless_that_is_asked_for(given: dict[str, str], used: str) -> None:
    assert validate(Settings, COMPLETE | given).long_form_filter == used


def test_what_is_wished_for_is_read() -> None:
    assert read_wishes("off", "") == Wishes()
    assert read_wishes("auto", "").speakers == (-1, -1)
    assert read_wishes("2-4", " CLOVA, 네이버,,clova ") == Wishes((2, 4), ("clova", "네이버"))


@pytest.mark.parametrize("declared", ["speech", " SPEECH "])
def test_an_object_may_ask_for_an_engine(declared: str) -> None:
    assert choose_engine(declared, Engine.CSR, {}) is Engine.SPEECH


@pytest.mark.parametrize("declared", [None, "", " "])
def test_an_object_that_asks_for_none_gets_the_usual_one(declared: str | None) -> None:
    assert choose_engine(declared, Engine.SPEECH, {}) is Engine.SPEECH


def test_an_unknown_engine_is_the_videos_fault() -> None:
    with pytest.raises(JobError) as caught:
        choose_engine("whisper", Engine.CSR, {})

    assert (caught.value.handling, "whisper" in caught.value.sentence) == ("permanent", False)


def test_an_engine_that_is_not_set_up_is_the_deployments_fault() -> None:
    with pytest.raises(JobError) as caught:
        choose_engine("speech", Engine.CSR, {Engine.SPEECH: tuple(SPEECH)})

    assert (caught.value.handling, caught.value.settings) == ("configuration", tuple(SPEECH))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Kor", "ko-KR"),
        ("en-GB", "en-US"),
        ("jpn", "ja"),
        ("zh", "zh-cn"),
        ("zh-TW", "zh-tw"),
        ("zh-Hant", "zh-tw"),
        ("EnKo", "enko"),
        ("und", "enko"),
        (None, "enko"),
    ],
)
def test_a_language_is_named_as_the_service_does(given: str | None, name: str) -> None:
    assert name_long_form_language(given, "enko") == name


def test_another_language_is_refused() -> None:
    with pytest.raises(JobError, match="Korean"):
        name_long_form_language("fr", "ko-KR")
