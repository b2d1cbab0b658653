"""What a server says in front of its answer is no answer (RFC 9110, 15.2), whoever asked."""

from __future__ import annotations

import json
from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from tests.adapters import asking, sending, speaking
from tests.adapters.listener import AUTHORITY, Connection, Listener
from tests.adapters.naps import Naps
from tests.adapters.requesting import OK, answering, ask
from tests.builders import a_deadline
from worker.adapters.backend.backend import HttpBackend
from worker.adapters.calls.keys import Keys
from worker.adapters.claude import ClaudeModel, ModelOptions
from worker.adapters.clova import ClovaRecogniser
from worker.adapters.http.exchange import NoAnswerError
from worker.tasks.catalog.adapters.api import HttpCatalog
from worker.tasks.catalog.content import Content

if TYPE_CHECKING:
    from collections.abc import Callable

HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
INTERIM = {
    "early hints": HINTS,
    "continue": b"HTTP/1.1 100 Continue\r\n\r\n",
    "processing": b"HTTP/1.1 102 Processing\r\n\r\n",
    "one without a name": b"HTTP/1.1 199 \r\n\r\n",
    "one that announces a length": b"HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\nConnection: close\r\n\r\n",
    "one that announces pieces": b"HTTP/1.1 103 Early Hints\r\nTransfer-Encoding: chunked\r\n\r\n",
    "several": b"HTTP/1.1 100 Continue\r\n\r\n" + HINTS + b"HTTP/1.1 102 Processing\r\n\r\n" + HINTS,
}
MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": asking.MODEL,
    "content": [{"type": "text", "text": "said"}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 7, "output_tokens": 1},
}


def counted(data: bytes, questions: list[bytes]) -> Callable[[Connection], None]:
    """A server that writes down what it is asked."""

    def behave(connection: Connection) -> None:
        questions.append(connection.read_request())
        connection.send(data)

    return behave


def found(body: object) -> bytes:
    """A 200 with this JSON."""
    data = json.dumps(body).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(data) + data


def hear(url: str) -> None:
    recogniser = ClovaRecogniser(url + "/stt?lang=Kor", speaking.keys(), Naps().policy(), speaking.PACE)
    assert recogniser.recognise(speaking.clip(3), "Kor", a_deadline()).text == "said"


def tell(url: str) -> None:
    HttpBackend(url, sending.keys(), Naps().policy()).send(sending.CALLBACK, a_deadline())


def publish(url: str) -> None:
    HttpCatalog(url, Keys({"INTERNAL_TOKEN": "t"}), Naps().policy()).publish(42, Content(42, "t"), a_deadline())


def summarise(url: str) -> None:
    model = ClaudeModel(url, asking.keys(), ModelOptions(asking.MODEL, 2000), Naps().policy())
    assert model.answer(asking.REQUEST, a_deadline()).text == "said"


@pytest.mark.parametrize(
    ("use", "answer"),
    [(hear, {"text": "said"}), (tell, {}), (publish, {"id": 42}), (summarise, MESSAGE)],
    ids=["CLOVA", "backend", "catalogue", "Claude"],
)
@pytest.mark.parametrize("interim", INTERIM.values(), ids=INTERIM)
def test_the_answer_behind_interim_ones_counts_and_nobody_is_asked_twice(
    use: Callable[[str], None], answer: object, interim: bytes
) -> None:
    questions: list[bytes] = []

    with Listener(counted(interim + found(answer), questions)) as server:
        use(server.url)

    assert len(questions) == 1


def test_the_answer_behind_an_interim_one_counts_behind_tls() -> None:
    def behave(connection: Connection) -> None:
        connection.start_tls()
        answering(HINTS + OK)(connection)

    with Listener(behave) as server:
        assert ask(f"https://localhost:{server.port}", ca_bundle=str(AUTHORITY)).body == b"ok"


def test_a_refusal_behind_an_interim_answer_is_the_refusal() -> None:
    with Listener(answering(HINTS + b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n")) as server:
        answer = ask(server.url)

    assert (answer.status, answer.retry_after) == (503, 7.0)


def test_another_protocol_is_an_answer() -> None:
    with Listener(answering(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n")) as server:
        assert ask(server.url).status == 101


@pytest.mark.parametrize("data", [HINTS, HINTS * 1000 + OK], ids=["one and no more", "a thousand"])
def test_interim_answers_alone_are_no_answer(data: bytes) -> None:
    with Listener(answering(data)) as server, pytest.raises(NoAnswerError) as caught:
        ask(server.url)

    assert caught.value.sent


@pytest.mark.parametrize("interim", [HINTS, INTERIM["continue"]], ids=["early hints", "continue"])
def test_interim_answers_without_an_end_end_with_the_time_of_the_exchange(interim: bytes) -> None:
    def behave(connection: Connection) -> None:
        connection.read_request()
        for piece in repeat(interim):
            connection.drip(piece, count=1, every=0.02)

    with Listener(behave) as server:
        with pytest.raises(NoAnswerError) as caught:
            ask(server.url, 0.5)
        assert server.client_left.wait(10)

    assert caught.value.sent
