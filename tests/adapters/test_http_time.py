"""An exchange ends with its time, wherever the other side is slow."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listener import AUTHORITY, Connection, Listener
from tests.adapters.requesting import OK, ask, drips_body
from worker.adapters.http.exchange import NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHORT = 0.5


@pytest.fixture
def full_port() -> Iterator[int]:
    """A port whose queue of connections is full: further ones get no answer at all."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(8):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        yield server.getsockname()[1]


def drips_header(connection: Connection) -> None:
    connection.read_request()
    connection.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    connection.drip(b"a", count=60)
    connection.send(b"\r\nContent-Length: 2\r\n\r\nok")


def drips_interim_answers(connection: Connection) -> None:
    connection.read_request()
    connection.drip(b"HTTP/1.1 100 Continue\r\n\r\n", count=60)
    connection.send(OK)


def drips_chunks(connection: Connection) -> None:
    connection.read_request()
    connection.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    connection.drip(b"1\r\na\r\n", count=60)
    connection.send(b"0\r\n\r\n")


def drips_a_body_without_length(connection: Connection) -> None:
    connection.read_request()
    connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
    connection.drip(b"a", count=60)


def says_nothing(connection: Connection) -> None:
    connection.read_request()
    connection.say_nothing()


SLOW = [drips_header, drips_interim_answers, drips_body, drips_chunks, drips_a_body_without_length, says_nothing]


@pytest.mark.parametrize("behave", SLOW)
def test_the_limit_is_on_the_whole_exchange_and_not_on_a_read(behave: Callable[[Connection], None]) -> None:
    with Listener(behave) as server:
        with pytest.raises(NoAnswerError) as caught:
            ask(server.url, SHORT)
        assert server.client_left.wait(10)

    assert caught.value.sent


def test_the_limit_holds_in_the_tls_handshake() -> None:
    # A record header that announces 16 KB, then its bytes one by one.
    def behave(connection: Connection) -> None:
        connection.send(b"\x16\x03\x03\x40\x00")
        connection.drip(b"\x00", count=60)

    with Listener(behave) as server:
        with pytest.raises(NoAnswerError, match="TimeoutError"):
            ask(f"https://localhost:{server.port}", SHORT)
        assert server.client_left.wait(10)


def test_the_limit_holds_behind_tls() -> None:
    def behave(connection: Connection) -> None:
        connection.start_tls()
        drips_body(connection)

    with Listener(behave) as server:
        with pytest.raises(NoAnswerError, match="TimeoutError"):
            ask(f"https://localhost:{server.port}", SHORT, ca_bundle=str(AUTHORITY))
        assert server.client_left.wait(10)


def test_a_host_that_lets_nobody_in_is_not_waited_for_as_long_as_an_answer(full_port: int) -> None:
    with ThreadPoolExecutor() as pool:
        asking = pool.submit(ask, f"http://127.0.0.1:{full_port}", 120.0)
        error = asking.exception(timeout=60)

    assert isinstance(error, NoAnswerError)
    assert not error.sent


def test_without_time_nothing_is_sent() -> None:
    with pytest.raises(NoAnswerError) as caught:
        ask("http://127.0.0.1:1", 0.0)

    assert not caught.value.sent
