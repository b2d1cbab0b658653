"""What goes over the wire to the backend, to addresses of messages and to the catalogue: every header and byte."""

from __future__ import annotations

import base64
import re

from standardwebhooks.webhooks import Webhook

from tests.adapters.internet import Server, in_development
from tests.adapters.naps import Naps
from tests.builders import a_deadline
from worker.adapters.backend.backend import HttpBackend
from worker.adapters.backend.headers import make_webhook_headers
from worker.adapters.calls.keys import Keys
from worker.jobs.ending import Callback
from worker.tasks.catalog.adapters.api import HttpCatalog
from worker.tasks.catalog.content import Content

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four.").decode()
BODY = '{"status": "DONE", "transcript": "안녕"}'.encode()
CALLBACK = Callback("987654321", "msg_1", BODY)

SIGNED = [
    "webhook-id: msg_1",
    "webhook-timestamp: {time}",
    "webhook-signature: v1,{signature}",
]
COMMON = ["User-Agent: clipscribe", "Accept-Encoding: identity", "Content-Type: application/json"]
TO_THE_BACKEND = [
    "POST /base/internal/jobs/987654321/complete HTTP/1.1",
    "Host: {host}",
    *COMMON,
    "X-Internal-Token: the-token",
    *SIGNED,
    "Content-Length: 42",
]
TO_A_MESSAGES_ADDRESS = ["POST /jobs/7/status?a=1 HTTP/1.1", "Host: {host}", *COMMON, *SIGNED, "Content-Length: 42"]
TO_THE_CATALOGUE = [
    "PUT /api/v1/contents/42/upsert-internal HTTP/1.1",
    "Host: {host}",
    *COMMON,
    "X-Internal-Token: the-token",
    "Content-Length: 95",
]
CONTENT = '{"title": "한글 제목", "description": "Uploaded video: 한글_제목", "age_rating": "ALL"}'


def mask(request: bytes) -> tuple[list[str], bytes]:
    """A request's head, without what another time and port change, and its body."""
    head, _, body = request.partition(b"\r\n\r\n")
    text = head.decode()
    for name, words in {"Host": "{host}", "webhook-timestamp": "{time}"}.items():
        text = re.sub(rf"(?m)^({name}: )\S+", rf"\1{words}", text)
    text = re.sub(r"(webhook-signature: v1,)[A-Za-z0-9+/]{43}=", r"\1{signature}", text)
    return text.split("\r\n"), body


def tell(server: Server, callback: Callback, secret: str = SECRET) -> bytes:
    """Deliver a callback; returns the request."""
    keys = Keys({"BACKEND_INTERNAL_TOKEN": "the-token", "WEBHOOK_SECRET": secret})
    admit = in_development("https://backend.example.com", server.url)
    HttpBackend(f"{server.url}/base", keys, Naps().policy(), None, admit).send(callback, a_deadline())
    return server.requests[0]


def test_the_backend_gets_these_headers_and_bytes() -> None:
    with Server() as server:
        assert mask(tell(server, CALLBACK)) == (TO_THE_BACKEND, BODY)


def test_without_a_secret_there_is_no_signature_and_nothing_else_is_different() -> None:
    with Server() as server:
        unsigned = [line for line in TO_THE_BACKEND if "signature" not in line]
        assert mask(tell(server, CALLBACK, secret="")) == (unsigned, BODY)


def test_an_address_of_a_message_gets_the_same_without_the_token() -> None:
    with Server() as server:
        callback = Callback("7", "msg_1", BODY, f"{server.url}/jobs/7/status?a=1")
        assert mask(tell(server, callback)) == (TO_A_MESSAGES_ADDRESS, BODY)


def test_a_receiver_with_the_official_library_believes_what_came() -> None:
    with Server() as server:
        head, _, body = tell(server, CALLBACK).decode().partition("\r\n\r\n")

    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
    assert Webhook(SECRET).verify(body, headers) == {"status": "DONE", "transcript": "안녕"}


def test_a_callback_of_that_second_is_signed_like_this() -> None:
    assert make_webhook_headers("msg_1", BODY, 1_796_025_600.9, b"a secret of twenty-four.") == {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1796025600",
        "webhook-signature": "v1,hxUPTonk324k+yABhyFTZScnLdvk/ANrbumCLE8Ggtg=",
    }


def test_the_catalogue_gets_these_headers_and_bytes() -> None:
    with Server(b'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"id": 42}') as server:
        api = HttpCatalog(f"{server.url}/api/", Keys({"INTERNAL_TOKEN": "the-token"}), Naps().policy())
        api.publish(42, Content(42, "한글_제목"), a_deadline())

        assert mask(server.requests[0]) == (TO_THE_CATALOGUE, CONTENT.encode())
