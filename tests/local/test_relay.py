from __future__ import annotations

import json
import socket
from contextlib import closing
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from local.invocation import Invocation
from local.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Iterator

EXCEPTION = b'{"errorMessage": "boom", "errorType": "ValueError", "requestId": "1", "stackTrace": []}'


class Emulator(ThreadingHTTPServer):
    """Answers as the Lambda emulator does, with 200 whatever happened, and counts who comes at once."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answer = b"{}"
        self.inside = Lock()
        self.crashed = False


class Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Emulator)
        alone = self.server.inside.acquire(blocking=False)
        self.server.crashed |= not alone
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", str(len(self.server.answer)))
        self.end_headers()
        if alone:
            self.server.inside.release()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gave it
        pass


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def deaf() -> Iterator[socket.socket]:
    """Where the connection is taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def url_of(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}/invocations"


@pytest.fixture
def relay(emulator: Emulator) -> Iterator[Relay]:
    with Relay() as relay:
        relay.open(f"http://127.0.0.1:{emulator.server_port}/invocations")
        yield relay


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b'{"batchItemFailures": []}', 200),
        (b"null", 200),
        (b'"text"', 200),
        (EXCEPTION, 500),
        (b"Task timed out after 3.00 seconds", 500),
        (b"", 500),
    ],
)
def test_only_a_real_answer_passes_for_success(answer: bytes, status: int, emulator: Emulator, relay: Relay) -> None:
    emulator.answer = answer

    assert relay.invoke(b"{}") == Invocation(b"{}", status, answer)


def test_the_mapping_sees_a_failure_as_one(emulator: Emulator, relay: Relay) -> None:
    emulator.answer = EXCEPTION

    with closing(HTTPConnection(relay.url.split("/")[2], timeout=10)) as mapping:
        mapping.request("POST", "/", b"{}")

        assert mapping.getresponse().status == 500


def test_a_runtime_that_is_gone_is_a_failure(relay: Relay) -> None:
    relay.open("http://127.0.0.1:1/")

    assert relay.invoke(b"{}").failed


def test_a_runtime_that_never_answers_is_given_up(deaf: socket.socket) -> None:
    with Relay() as relay:
        relay.open(url_of(deaf), seconds=0.1)

        assert relay.invoke(b"{}") == Invocation(b"{}", 504, b"the Lambda runtime gave no answer within 0 s")


def test_a_function_that_is_never_there_is_given_up() -> None:
    with Relay(opening_seconds=0.1) as relay:
        assert relay.invoke(b"{}") == Invocation(b"{}", 503, b"the function was not there within 0 s")


def test_a_function_that_stays_busy_with_another_event_is_given_up(deaf: socket.socket) -> None:
    with Relay() as relay:
        relay.open(url_of(deaf), seconds=20)
        first = Thread(target=relay.invoke, args=(b"first",))
        first.start()
        connection, _ = deaf.accept()  # it is inside
        relay.seconds = 0.1
        second = relay.invoke(b"second")
        connection.close()
        first.join(20)

        assert (second.status, second.body) == (503, b"the function was busy with another event for 0 s")


def test_events_go_in_one_by_one(emulator: Emulator, relay: Relay) -> None:
    threads = [Thread(target=relay.invoke, args=(b"{}",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert (len(relay.invocations), emulator.crashed) == (8, False)


def test_an_invocation_knows_the_messages_that_were_given_back() -> None:
    assert Invocation(b"{}", 200, b'{"batchItemFailures": [{"itemIdentifier": "m1"}]}').given_back == ["m1"]


def test_an_event_that_comes_before_the_function_waits_for_it(emulator: Emulator) -> None:
    with Relay() as relay:
        early = Thread(target=relay.invoke, args=(b"{}",))
        early.start()
        relay.open(f"http://127.0.0.1:{emulator.server_port}/invocations")
        early.join(20)

        assert [invocation.failed for invocation in relay.invocations] == [False]


def test_an_invocation_is_about_the_job_that_its_event_names() -> None:
    invocation = Invocation(b'{"Records": [{"body": "{\\"key\\": \\"videos/123/job-1.mp4\\"}"}]}', 200, b"{}")

    assert (invocation.is_about("job-1"), invocation.is_about("job-2")) == (True, False)


@pytest.mark.parametrize("name", ["my talk.mp4", "내 영상 [최종] (1).mp4", "100%+'\".mp4", "e\u0301.mp4"])
def test_an_invocation_is_about_the_video_that_its_event_names_as_s3_writes_it(name: str) -> None:
    key = f"videos/42_{name}"
    body = json.dumps({"Records": [{"s3": {"object": {"key": quote_plus(key, safe="/")}}}]})
    invocation = Invocation(json.dumps({"Records": [{"body": body}]}).encode(), 200, b"{}")

    assert (invocation.is_about(key), invocation.is_about("videos/42_other.mp4")) == (True, False)
