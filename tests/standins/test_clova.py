from itertools import repeat
from threading import Barrier, Thread

import pytest

from local.standins.clova import ERRORS, ClovaStandIn
from local.standins.faults import Status
from tests.standins.asking import Answer, ask
from tests.standins.sounds import HEADERS, piped, wav


def test_a_good_request_is_heard(clova: ClovaStandIn) -> None:
    answer = ask(clova.stt_url("Eng"), wav(1), HEADERS)

    assert (answer.status, answer.json) == (200, {"text": "32000 bytes heard"})
    assert clova.refusals == []


@pytest.mark.parametrize(("code", "expected"), ERRORS.items())
def test_every_error_can_be_scripted(clova: ClovaStandIn, code: str, expected: tuple[int, str]) -> None:
    clova.script = [Status(expected[0], code)]

    answer = ask(clova.stt_url(), wav(1), HEADERS)

    flat = {"code": answer.json.get("errorCode"), "message": answer.json.get("errorMessage")}
    nested = answer.json.get("error", {})
    assert answer.status == expected[0]
    assert expected[1] in (flat["message"], nested.get("message"))
    assert code in (flat["code"], nested.get("errorCode"))


def test_sixty_seconds_are_still_taken(clova: ClovaStandIn) -> None:
    assert ask(clova.stt_url(), wav(60), HEADERS).status == 200


def test_seconds_are_those_of_the_samples_not_of_the_header(clova: ClovaStandIn) -> None:
    assert ask(clova.stt_url(), piped(wav(2)), HEADERS).status == 200
    assert clova.calls[0].seconds == 2.0


def test_forty_eight_kilohertz_stereo_is_heard_as_sixteen_mono(clova: ClovaStandIn) -> None:
    assert ask(clova.stt_url(), wav(2, rate=48_000, channels=2), HEADERS).json["text"] == "64000 bytes heard"
    assert clova.calls[0].seconds == 2.0


@pytest.mark.parametrize(("seconds", "billed"), [(1, 15), (15, 15), (15.1, 30), (55, 60)])
def test_a_call_costs_the_units_of_fifteen_seconds_it_began(clova: ClovaStandIn, seconds: float, billed: int) -> None:
    ask(clova.stt_url(), wav(seconds), HEADERS)

    assert clova.billed_seconds == billed


def test_a_call_is_recorded_without_its_keys(clova: ClovaStandIn) -> None:
    ask(clova.stt_url("Jpn"), wav(1), HEADERS)

    (call,) = clova.calls
    assert (call.lang, call.seconds, call.body_bytes) == ("Jpn", 1.0, 32_044)
    assert call.headers["content-type"] == "application/octet-stream"
    assert "a-key" not in str(call)
    assert "an-id" not in str(call)


def test_a_malformed_request_is_refused_whatever_the_script_says(clova: ClovaStandIn) -> None:
    clova.script = [Status(500, "STT999")]

    assert ask(clova.stt_url("nope"), wav(1), HEADERS).json["errorCode"] == "STT005"
    assert ask(clova.stt_url(), wav(1), HEADERS).json["errorCode"] == "STT999"
    assert clova.refusals == ["STT005: "]


def test_an_endless_script_never_runs_out(clova: ClovaStandIn) -> None:
    clova.script = repeat(Status(503))

    assert {ask(clova.stt_url(), wav(1), HEADERS).status for _ in range(4)} == {503}


def test_the_most_calls_at_once_are_counted() -> None:
    together = Barrier(3)
    answers: list[Answer] = []

    def hear(_pcm: bytes) -> str:
        together.wait(timeout=10)
        return "all three"

    with ClovaStandIn(hear, key_id="an-id", key="a-key") as clova:
        askers = [Thread(target=lambda: answers.append(ask(clova.stt_url(), wav(1), HEADERS))) for _ in range(3)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()

    assert [answer.json["text"] for answer in answers] == ["all three"] * 3
    assert clova.most_at_once == 3
