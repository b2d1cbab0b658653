from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import ClassVar

import pytest

from local.standins.clova import ClovaStandIn
from local.standins.faults import (
    CutAfterAccept,
    CutConnection,
    CutJson,
    Delay,
    Drip,
    DripHeaders,
    Fault,
    Html200,
    Ok,
    Raw,
    Redirect,
    Status,
    Truncated,
    WrongJson,
)
from tests.adapters.listener import Connection, Listener
from tests.adapters.naps import Naps
from tests.adapters.speaking import KEY, KEY_ID, PACE, WORDS, clip, fail, keys, recognise, recogniser
from worker.adapters.calls.retry import CallLimits
from worker.adapters.clova import ClovaRecogniser
from worker.jobs.deadline import Deadline
from worker.jobs.errors import STT_MALFORMED, STT_MISCONFIGURED, STT_NO_ANSWER, STT_OUT_OF_TIME, Handling, JobError


class Quick(ClovaRecogniser):
    limits: ClassVar = CallLimits("STT", at_least=0.1, at_most=0.5)


def test_a_wrong_key_names_the_setting_and_never_the_key(clova: ClovaStandIn) -> None:
    with pytest.raises(JobError) as caught:
        recogniser(clova, key="wrong-secret").recognise(clip(2), "Kor", Deadline.after(100))

    assert (caught.value.handling, caught.value.setting) == (Handling.CONFIGURATION, "CLOVA_API_KEY")
    assert "wrong-secret" not in str(caught.value)


def test_a_clip_with_too_little_sound_is_silence(clova: ClovaStandIn) -> None:
    clova.script = [Status(400, "STT007")]

    assert recognise(clova).text == ""


def test_a_passing_failure_is_repeated_and_billed_again(clova: ClovaStandIn) -> None:
    naps = Naps()
    clova.script = [Status(500, "STT998"), Status(429, "410"), Ok()]

    heard = recognise(clova, naps=naps)

    assert (heard.text, heard.billed_seconds, naps.taken) == (WORDS, 30, [1.0, 2.0])


def test_retry_after_is_honoured(clova: ClovaStandIn) -> None:
    naps = Naps()
    clova.script = [Status(429, "410", headers={"retry-after": "9"}), Ok()]

    recognise(clova, naps=naps)

    assert naps.taken == [9.0]


def test_a_retry_after_beyond_the_deadline_is_left_to_the_queue(clova: ClovaStandIn) -> None:
    error = fail(clova, [Status(429, "410", headers={"retry-after": "600"})])

    assert (error.retry_after, len(clova.calls)) == (600.0, 1)


@pytest.mark.parametrize(
    ("fault", "billed"),
    [
        (CutConnection(), 30),
        (CutConnection(reset=True), 30),
        (CutAfterAccept(), 30),
        (Truncated(), 30),
        (CutJson(), 30),
    ],
)
def test_a_lost_answer_is_asked_for_again_and_counted_twice(clova: ClovaStandIn, fault: Fault, billed: int) -> None:
    clova.script = [fault]

    assert recognise(clova).billed_seconds == billed


@pytest.mark.parametrize("fault", [CutConnection(), CutConnection(reset=True), CutAfterAccept(), Truncated()])
def test_an_answer_that_is_lost_every_time_is_none(clova: ClovaStandIn, fault: Fault) -> None:
    error = fail(clova, repeat(fault))

    assert (error.condition, error.code) == (STT_NO_ANSWER, "STT_TIMEOUT")
    assert len(clova.calls) == 4


@pytest.mark.parametrize("fault", [Delay(3), Drip(every=0.2), DripHeaders(every=0.2)])
def test_an_answer_that_takes_too_long_is_none(clova: ClovaStandIn, fault: Fault) -> None:
    clova.script = repeat(fault)

    with pytest.raises(JobError) as caught:
        Quick(clova.stt_url(), keys(), Naps().policy(1), PACE).recognise(clip(2), "Kor", Deadline.after(100))

    assert (caught.value.condition, caught.value.code) == (STT_NO_ANSWER, "STT_TIMEOUT")
    assert len(clova.calls) == 2


def test_nobody_listening_costs_nothing() -> None:
    with ClovaStandIn() as stopped:
        url = stopped.stt_url()

    with pytest.raises(JobError) as caught:
        ClovaRecogniser(url, keys(), Naps().policy(), PACE).recognise(clip(2), "Kor", Deadline.after(100))

    assert caught.value.condition is STT_NO_ANSWER


@pytest.mark.parametrize(
    "fault",
    [Html200(), WrongJson({}), WrongJson(None), WrongJson([]), WrongJson({"text": None}), WrongJson({"text": 3})],
)
def test_a_200_without_a_text_is_no_transcript(clova: ClovaStandIn, fault: Fault) -> None:
    error = fail(clova, repeat(fault))

    assert (error.condition, error.code) == (STT_MALFORMED, "STT_BAD_RESPONSE")
    assert len(clova.calls) == 4


def test_an_endless_answer_is_no_transcript(clova: ClovaStandIn) -> None:
    error = fail(clova, repeat(Raw(200, b" " * 2_000_000)))

    assert error.condition is STT_MALFORMED


def test_a_redirect_is_not_followed(clova: ClovaStandIn) -> None:
    with ClovaStandIn() as other:
        error = fail(clova, [Redirect(307, other.stt_url())])

        assert (error.condition, error.setting, other.calls) == (STT_MISCONFIGURED, "CLOVA_STT_URL", [])


def test_no_call_is_begun_that_cannot_be_finished(clova: ClovaStandIn) -> None:
    with pytest.raises(JobError) as caught:
        recogniser(clova).recognise(clip(2), "Kor", Deadline.after(9))

    assert (caught.value.condition, clova.calls) == (STT_OUT_OF_TIME, [])


def test_a_call_ends_with_the_deadline(clova: ClovaStandIn) -> None:
    clova.script = repeat(Delay(5))

    class Patient(ClovaRecogniser):
        limits: ClassVar = CallLimits("STT", at_least=0.1, at_most=60.0)

    with pytest.raises(JobError) as caught:
        Patient(clova.stt_url(), keys(), Naps().policy(), PACE).recognise(clip(2), "Kor", Deadline.after(0.6))

    assert (caught.value.condition, len(clova.calls)) == (STT_NO_ANSWER, 1)


def test_an_address_that_is_none_names_the_setting() -> None:
    with pytest.raises(JobError) as caught:
        ClovaRecogniser("https://", keys(), Naps().policy(), PACE).recognise(clip(2), "Kor", Deadline.after(100))

    assert (caught.value.condition, caught.value.setting) == (STT_MISCONFIGURED, "CLOVA_STT_URL")


def test_threads_may_share_a_recogniser() -> None:
    together = threading.Barrier(4)

    def hear(_pcm: bytes) -> str:
        together.wait(10)
        return "말"

    with ClovaStandIn(hear) as clova, ThreadPoolExecutor(4) as pool:
        shared = recogniser(clova)
        asked = [pool.submit(shared.recognise, clip(2), "Kor", Deadline.after(100)) for _ in range(4)]

    assert [one.result().text for one in asked] == ["말"] * 4


def test_a_text_with_a_lone_surrogate_can_be_written_down() -> None:
    def behave(connection: Connection) -> None:
        connection.read_request()
        body = rb'{"text": "\ud800 \u0000 ok"}'
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    with Listener(behave) as server:
        heard = ClovaRecogniser(server.url, keys(), Naps().policy(), PACE).recognise(
            clip(2), "Kor", Deadline.after(100)
        )

    assert heard.text == "\ufffd  ok"


def test_neither_keys_nor_words_are_logged(clova: ClovaStandIn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    clova.script = [Status(500, "STT999"), Status(400, "STT007")]

    recognise(clova)
    recognise(clova)

    assert caplog.records
    assert not any(secret in str(vars(record)) for record in caplog.records for secret in (KEY_ID, KEY, "안녕"))


def test_a_failure_says_what_its_calls_may_have_cost(clova: ClovaStandIn) -> None:
    assert fail(clova, repeat(Status(500, "STT998"))).spent.stt_seconds == 4 * 15
