import socket
from collections.abc import Iterator
from http.client import IncompleteRead, RemoteDisconnected
from threading import Event

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
    NoAnswer,
    Ok,
    Raw,
    Redirect,
    Status,
    Truncated,
    WrongJson,
)
from tests.standins.asking import Answer, ask
from tests.standins.sounds import HEADERS, wav

WHOLE = b'{"text": "hello there"}'


class Heard:
    """Counts the requests that were carried out."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, _pcm: bytes) -> str:
        self.times += 1
        return "hello there"


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def clova(heard: Heard) -> Iterator[ClovaStandIn]:
    with ClovaStandIn(heard, key_id="an-id", key="a-key") as stand_in:
        yield stand_in


def ask_with(clova: ClovaStandIn, fault: Fault) -> Answer:
    clova.script = [fault]
    return ask(clova.stt_url(), wav(1), HEADERS)


@pytest.mark.parametrize("fault", [Ok(), Delay(0.05), Drip(0.01, 5), DripHeaders(0.01, 5)])
def test_a_slow_answer_is_the_whole_answer(clova: ClovaStandIn, fault: Fault) -> None:
    answer = ask_with(clova, fault)

    assert (answer.status, answer.body) == (200, WHOLE)


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        (Html200(), 200, b"<html>"),
        (WrongJson(), 200, b"{}"),
        (WrongJson([1]), 200, b"[1]"),
        (CutJson(), 200, WHOLE[:11]),
        (Raw(502, b"<h1>Bad Gateway</h1>", {"content-type": "text/html"}), 502, b"<h1>Bad"),
        (Status(429, "410"), 429, b'{"error"'),
    ],
)
def test_a_wrong_answer_is_complete_as_http(clova: ClovaStandIn, fault: Fault, status: int, body: bytes) -> None:
    answer = ask_with(clova, fault)

    assert answer.status == status
    assert answer.body.startswith(body)
    assert int(answer.headers["content-length"]) == len(answer.body)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_names_the_other_address(clova: ClovaStandIn, status: int) -> None:
    answer = ask_with(clova, Redirect(status, "http://127.0.0.1:1/elsewhere"))

    assert (answer.status, answer.headers["location"]) == (status, "http://127.0.0.1:1/elsewhere")


def test_a_status_can_carry_headers(clova: ClovaStandIn) -> None:
    assert ask_with(clova, Status(429, headers={"retry-after": "65"})).headers["retry-after"] == "65"


def test_a_truncated_answer_breaks_off_before_its_announced_end(clova: ClovaStandIn) -> None:
    with pytest.raises(IncompleteRead):
        ask_with(clova, Truncated())


@pytest.mark.parametrize("fault", [CutConnection(), CutAfterAccept()])
def test_a_cut_connection_ends_without_an_answer(clova: ClovaStandIn, fault: Fault) -> None:
    with pytest.raises(RemoteDisconnected):
        ask_with(clova, fault)


def test_a_cut_connection_can_be_a_reset(clova: ClovaStandIn) -> None:
    with pytest.raises(ConnectionResetError) as caught:
        ask_with(clova, CutConnection(reset=True))

    assert not isinstance(caught.value, RemoteDisconnected)


@pytest.mark.parametrize(
    ("fault", "times"),
    [(CutConnection(), 0), (CutAfterAccept(), 1), (Truncated(), 1), (Status(500), 0), (CutJson(), 1), (Ok(), 1)],
)
def test_a_fault_says_whether_the_request_was_carried_out(
    clova: ClovaStandIn, heard: Heard, fault: Fault, times: int
) -> None:
    try:
        ask_with(clova, fault)
    except (RemoteDisconnected, IncompleteRead):
        pass
    finally:
        assert heard.times == times


def test_no_answer_ends_with_the_stand_in() -> None:
    with ClovaStandIn(key_id="an-id", key="a-key") as clova:
        asked = Event()

        def hold() -> Iterator[Fault]:
            asked.set()
            yield NoAnswer()

        clova.script = hold()
        connection = socket.create_connection(("127.0.0.1", int(clova.url.rpartition(":")[2])), timeout=20)
        head = "".join(f"{name}: {value}\r\n" for name, value in {**HEADERS, "Content-Length": len(wav(1))}.items())
        connection.sendall(f"POST /recog/v1/stt?lang=Kor HTTP/1.1\r\n{head}\r\n".encode() + wav(1))
        assert asked.wait(timeout=20)

    with connection:
        assert connection.recv(1) == b""


def test_faults_are_played_in_order_and_then_all_is_well(clova: ClovaStandIn) -> None:
    clova.script = [Status(500, "STT998"), Status(503), Ok()]

    assert [ask(clova.stt_url(), wav(1), HEADERS).status for _ in range(5)] == [500, 503, 200, 200, 200]


def test_stopping_does_not_wait_for_a_client_that_keeps_its_connection() -> None:
    with ClovaStandIn() as clova:
        connection = socket.create_connection(("127.0.0.1", int(clova.url.rpartition(":")[2])), timeout=20)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        first = connection.recv(12)

    with connection:
        assert first == b"HTTP/1.1 404"
