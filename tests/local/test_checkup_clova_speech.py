from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.checkup.clova_speech import check_clova_speech
from local.checkup.finding import State
from local.standins.clova_speech import ClovaSpeechStandIn
from local.standins.clova_speech_contract import Domain
from local.standins.faults import Redirect, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS, SECRET = "CLOVA_SPEECH_INVOKE_URL", "CLOVA_SPEECH_SECRET"
KEYS = ("a-hidden-key", "a-hidden-secret")


@pytest.fixture
def speech() -> Iterator[ClovaSpeechStandIn]:
    with ClovaSpeechStandIn(domain=Domain(f"/external/v1/1/{KEYS[0]}", KEYS[1])) as stand_in:
        yield stand_in


def settings_of(speech: ClovaSpeechStandIn) -> dict[str, str]:
    return {"STT_ENGINE": "speech", ADDRESS: speech.invoke_url, SECRET: KEYS[1]}


def test_nothing_is_sent_to_find_that_the_secret_is_taken(speech: ClovaSpeechStandIn) -> None:
    (finding,) = check_clova_speech(settings_of(speech))

    assert (finding.subject, finding.state) == (SECRET, State.GOOD)
    assert (speech.polls, speech.submissions, speech.refusals) == (["404"], [], [])


@pytest.mark.parametrize("wrong", [{SECRET: "another"}, {ADDRESS: "/external/v1/1/cut"}])
def test_a_refused_secret_is_told_with_where_to_get_it(speech: ClovaSpeechStandIn, wrong: dict[str, str]) -> None:
    wrong = {name: f"{speech.url}{value}" if name == ADDRESS else value for name, value in wrong.items()}

    (finding,) = check_clova_speech(settings_of(speech) | wrong)

    assert (finding.subject, finding.state) == (SECRET, State.BAD)
    assert "console" in finding.advice


@pytest.mark.parametrize("fault", [Status(500), Redirect(302, "http://127.0.0.1:1/")])
def test_any_other_answer_puts_the_address_in_doubt(speech: ClovaSpeechStandIn, fault: Status | Redirect) -> None:
    speech.poll_script = [fault]

    (finding,) = check_clova_speech(settings_of(speech))

    assert (finding.subject, finding.state) == (ADDRESS, State.BAD)


@pytest.mark.parametrize("where", ["http://127.0.0.1:1", "http://[", "https://127.0.0.1:9999999"])
def test_neither_the_key_in_the_address_nor_the_secret_is_shown(where: str) -> None:
    values = {"STT_ENGINE": "speech", ADDRESS: f"{where}/{KEYS[0]}", SECRET: KEYS[1]}

    text = str(check_clova_speech(values))

    assert ADDRESS in text
    assert not any(key in text for key in KEYS)


@pytest.mark.parametrize("missing", [ADDRESS, SECRET])
def test_what_is_missing_is_not_asked_with(speech: ClovaSpeechStandIn, missing: str) -> None:
    (finding,) = check_clova_speech(settings_of(speech) | {missing: ""})

    assert finding.state is State.NOTE
    assert speech.polls == []


def test_another_engine_is_not_asked_unless_it_is_set_up_beside_the_first(speech: ClovaSpeechStandIn) -> None:
    both = settings_of(speech) | {"STT_ENGINE": "csr"}

    assert check_clova_speech({"STT_ENGINE": "csr"}) == []
    assert check_clova_speech(both)[0].state is State.GOOD
