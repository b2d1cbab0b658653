"""Servers, and an internet in which names lead where a test wants; callbacks to addresses that a message names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listener import AUTHORITY, Connection, Listener
from tests.adapters.naps import Naps
from tests.adapters.sending import CALLBACK, keys
from worker.adapters.backend.backend import HttpBackend
from worker.adapters.http.guard import Guard, dial
from worker.jobs.deadline import Deadline
from worker.jobs.errors import CALLBACK_FORBIDDEN, CALLBACK_MISCONFIGURED, JobError
from worker.urls.destinations import CallbackRules
from worker.urls.origins import read_origin, read_origins

if TYPE_CHECKING:
    import socket

PUBLIC, OTHER_PUBLIC = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
ACCEPTED = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
FORBIDDEN, MISCONFIGURED = CALLBACK_FORBIDDEN, CALLBACK_MISCONFIGURED


class Server(Listener):
    """Keeps every request and gives the answers in order, the last of them for good."""

    def __init__(self, *answers: bytes, tls: bool = False) -> None:
        super().__init__(self._serve_one)
        self.requests: list[bytes] = []
        self._answers, self._tls = list(answers or (ACCEPTED,)), tls
        self.secure_url = f"https://localhost:{self.port}"

    def _serve_one(self, connection: Connection) -> None:
        if self._tls:
            connection.start_tls()
        self.requests.append(connection.read_request())
        connection.send(self._answers.pop(0) if len(self._answers) > 1 else self._answers[0])


@dataclass
class Net:
    """Name servers that give these answers in order, and an internet that ends at a server of ours."""

    answers: list[Sequence[str]]
    server: Listener | None = None
    dead: tuple[str, ...] = ()
    dialled: list[str] = field(default_factory=list[str])

    def resolve(self, _host: str, _port: int) -> Sequence[str]:
        if not self.answers:
            raise OSError("no such host")
        return self.answers.pop(0)

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append(address)
        if address in self.dead or self.server is None:
            raise ConnectionRefusedError
        public = address in {PUBLIC, OTHER_PUBLIC}
        return dial("127.0.0.1", self.server.port, seconds) if public else dial(address, port, seconds)

    def admit(self, rules: CallbackRules) -> Callable[[str], Guard]:
        return lambda url: Guard(rules.admit(url), self.resolve, self.dial)


def tell(url: str, admit: Callable[[str], Guard], bundle: str | None = str(AUTHORITY)) -> None:
    backend = HttpBackend(
        "https://backend.example.com", keys(secret="whsec_" + "QUJD" * 8), Naps().policy(), bundle, admit
    )
    backend.send(replace(CALLBACK, url=url), Deadline.after(60))


def fail(url: str, admit: Callable[[str], Guard]) -> JobError:
    with pytest.raises(JobError) as caught:
        tell(url, admit)
    return caught.value


def in_development(backend: str, allowed: str = "") -> Callable[[str], Guard]:
    rules = CallbackRules(read_origin(backend), read_origins(allowed), is_dev=True)
    return lambda url: Guard(rules.admit(url))


def deployed(backend: str, allowed: str = "") -> CallbackRules:
    return CallbackRules(read_origin(backend), read_origins(allowed))
