from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listener import AUTHORITY, Connection, Listener
from tests.adapters.requesting import OK, PATIENT, answering, ask, drips_body
from worker.adapters.http.client import send
from worker.adapters.http.exchange import AddressError, Answer, NoAnswerError, Request, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable


def test_status_headers_and_body_come_back() -> None:
    with Listener(answering(b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy")) as server:
        answer = ask(server.url)

    assert (answer.status, answer.body, answer.retry_after) == (503, b"busy", 7.0)


def test_the_body_arrives_whole_with_our_headers() -> None:
    seen: list[bytes] = []

    def behave(connection: Connection) -> None:
        seen.append(connection.read_request())
        connection.send(OK)

    with Listener(behave) as server:
        ask(server.url + "/path?lang=Kor")

    assert seen[0].startswith(b"POST /path?lang=Kor HTTP/1.1\r\n")
    assert b"X-Key: k\r\n" in seen[0]
    assert seen[0].endswith(b"\r\n\r\nquestion")


def test_a_bundle_of_ones_own_is_trusted() -> None:
    def behave(connection: Connection) -> None:
        connection.start_tls()
        answering(OK)(connection)

    with Listener(behave) as server:
        assert ask(f"https://localhost:{server.port}", ca_bundle=str(AUTHORITY)).status == 200


def test_a_certificate_that_nobody_vouches_for_is_an_address_error() -> None:
    with Listener(Connection.start_tls) as server, pytest.raises(AddressError):
        ask(f"https://localhost:{server.port}")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with Listener(answering(OK)) as other:
        head = f"HTTP/1.1 {status} Elsewhere\r\nLocation: {other.url}\r\nContent-Length: 0\r\n\r\n"
        with Listener(answering(head.encode())) as server:
            assert ask(server.url).status == status


def test_a_redirect_with_an_endless_body_is_bounded_too() -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: http://localhost\r\n\r\n"
    with Listener(answering(head + b"a" * 4096)) as server, pytest.raises(TooLargeError):
        ask(server.url, most_bytes=1000)


def test_a_body_larger_than_the_bound_is_refused() -> None:
    with Listener(answering(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 1001)) as server, pytest.raises(TooLargeError):
        ask(server.url, most_bytes=1000)


def test_a_body_of_exactly_the_bound_is_read() -> None:
    with Listener(answering(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 1000)) as server:
        assert len(ask(server.url, most_bytes=1000).body) == 1000


def test_with_a_bound_of_zero_the_status_is_enough() -> None:
    with Listener(drips_body) as server:
        assert ask(server.url, most_bytes=0) == Answer(200, {"content-length": "60"}, b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 200 + b"\r\n",
    ],
    ids=["nothing", "short body", "cut chunk", "wrong chunk", "another protocol", "long header", "many headers"],
)
def test_half_an_answer_is_none(data: bytes) -> None:
    with Listener(answering(data)) as server, pytest.raises(NoAnswerError) as caught:
        ask(server.url)

    assert caught.value.sent


def test_a_refused_connection_says_that_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port = bound.getsockname()[1]

    with pytest.raises(NoAnswerError) as caught:
        ask(f"http://127.0.0.1:{port}")

    assert not caught.value.sent


def hang_up_in_the_handshake(connection: Connection) -> None:
    connection.socket.recv(1)


def say_nothing(connection: Connection) -> None:
    connection.say_nothing(0.5)


@pytest.mark.parametrize("behave", [hang_up_in_the_handshake, say_nothing])
def test_a_connection_that_ends_in_the_tls_handshake_says_that_nothing_was_sent(
    behave: Callable[[Connection], None],
) -> None:
    with Listener(behave) as server, pytest.raises(NoAnswerError) as caught:
        ask(f"https://localhost:{server.port}", seconds=2)

    assert not caught.value.sent


def test_a_connection_that_ends_behind_the_tls_handshake_may_have_carried_the_question() -> None:
    def behave(connection: Connection) -> None:
        connection.start_tls()
        connection.read_request()

    with Listener(behave) as server, pytest.raises(NoAnswerError) as caught:
        ask(f"https://localhost:{server.port}", ca_bundle=str(AUTHORITY))

    assert caught.value.sent


@pytest.mark.parametrize("url", ["", "localhost", "ftp://localhost/", "http://", "http://[::1/", "http://a b/"])
def test_what_is_no_address_is_told_apart(url: str) -> None:
    with pytest.raises(AddressError):
        ask(url)


def test_the_environment_cannot_send_the_question_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    with Listener(answering(OK)) as server:
        assert ask(server.url).status == 200


def test_no_failure_quotes_the_address_or_a_header() -> None:
    with pytest.raises(AddressError) as caught:
        send(Request("http://localhost/", b"", {"X-Internal-Token": "se\ncret"}), PATIENT)

    assert str(caught.value) == "InvalidHeader"
    assert caught.value.__cause__ is None
