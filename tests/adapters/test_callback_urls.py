"""Callbacks to addresses that a message names. A canary stands on loopback, where an attacker would have them go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listener import AUTHORITY, Connection, Listener
from tests.adapters.naps import Naps
from tests.adapters.telling import CALLBACK, TOKEN, keys
from worker.adapters.backend import HttpBackend
from worker.adapters.guard import Guard, dial
from worker.adapters.http_exchange import ForbiddenAddressError
from worker.domain.deadlines import Deadline
from worker.domain.destinations import CallbackRules
from worker.domain.errors import Condition, JobError
from worker.domain.origins import Origin, read_origin, read_origins

if TYPE_CHECKING:
    import socket

PUBLIC, OTHER_PUBLIC = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
ELSEWHERE = "https://elsewhere.example.com"
ACCEPTED = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
FORBIDDEN, MISCONFIGURED = Condition.CALLBACK_FORBIDDEN, Condition.CALLBACK_MISCONFIGURED


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
    backend = HttpBackend("https://backend.example.com", keys(secret="whsec_MTIz"), Naps().policy(), bundle, admit)
    backend.tell(replace(CALLBACK, url=url), Deadline.after(60))


def fail(url: str, admit: Callable[[str], Guard]) -> JobError:
    with pytest.raises(JobError) as caught:
        tell(url, admit)
    return caught.value


def in_development(backend: str, allowed: str = "") -> Callable[[str], Guard]:
    rules = CallbackRules(read_origin(backend), read_origins(allowed), is_dev=True)
    return lambda url: Guard(rules.admit(url))


def deployed(backend: str, allowed: str = "") -> CallbackRules:
    return CallbackRules(read_origin(backend), read_origins(allowed))


def test_the_backend_is_told_where_the_message_says_with_its_token() -> None:
    with Server() as backend:
        tell(f"{backend.url}/api/jobs/7/status?a=1", in_development(backend.url))

    assert backend.requests[0].startswith(b"POST /api/jobs/7/status?a=1 HTTP/1.1\r\n")
    assert b"X-Internal-Token: " + TOKEN.encode() in backend.requests[0]
    assert backend.requests[0].endswith(CALLBACK.body)


def test_another_allowed_origin_gets_a_signature_and_no_token() -> None:
    with Server() as backend, Server() as other:
        tell(f"{other.url}/x", in_development(backend.url, other.url))

    assert b"webhook-signature: v1," in other.requests[0]
    assert b"x-internal-token" not in other.requests[0].lower()
    assert TOKEN.encode() not in other.requests[0]
    assert backend.requests == []


@pytest.mark.parametrize("spelling", ["http://localhost:{port}/", "http://127.0.0.1:{port}@backend.example.com/"])
def test_what_is_not_allowed_hears_nothing(spelling: str) -> None:
    with Server() as backend, Server() as canary:
        error = fail(spelling.format(port=canary.port), in_development(backend.url))

    assert (error.condition, error.setting) == (FORBIDDEN, None)
    assert canary.requests == []


def test_without_rules_no_message_may_name_an_address() -> None:
    backend = HttpBackend("https://backend.example.com", keys(), Naps().policy())

    with pytest.raises(JobError) as caught:
        backend.tell(replace(CALLBACK, url="https://backend.example.com/x"), Deadline.after(60))

    assert caught.value.condition is FORBIDDEN


def test_a_name_that_moves_after_the_check_is_not_followed() -> None:
    with Server(tls=True) as public, Server(tls=True) as canary:
        net = Net([[PUBLIC], ["127.0.0.1"]], public)
        tell(f"{canary.secure_url}/x", net.admit(deployed(canary.secure_url)))

    assert (net.dialled, net.answers) == ([PUBLIC], [["127.0.0.1"]])
    assert (len(public.requests), canary.requests) == (1, [])
    assert f"Host: localhost:{canary.port}\r\n".encode() in public.requests[0]


def test_a_name_that_moves_between_two_attempts_is_checked_again() -> None:
    busy = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
    with Server(busy, tls=True) as public, Server(tls=True) as canary:
        net = Net([[PUBLIC], ["127.0.0.1"]], public)
        error = fail(f"{canary.secure_url}/x", net.admit(deployed(canary.secure_url)))

    assert (error.condition, net.dialled) == (FORBIDDEN, [PUBLIC])
    assert (len(public.requests), canary.requests) == (1, [])


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        [PUBLIC, "127.0.0.1"],
        [PUBLIC, OTHER_PUBLIC, "::1"],
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["fd00:ec2::254"],
        ["100.64.0.1"],
        ["0.0.0.0"],  # noqa: S104 - nothing is bound to it
        ["::ffff:7f00:1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::"],
        ["fe80::1%lo"],
    ],
)
def test_one_wrong_address_of_a_name_is_enough_to_refuse_it(addresses: list[str]) -> None:
    net = Net([addresses])

    error = fail(f"{ELSEWHERE}/x", net.admit(deployed("https://backend.example.com", ELSEWHERE)))

    assert (error.condition, net.dialled) == (FORBIDDEN, [])


def test_the_backend_itself_may_be_internal() -> None:
    net = Net([["10.1.2.3"]] * 4)

    error = fail("https://backend.example.com/x", net.admit(deployed("https://backend.example.com")))

    assert (error.condition, set(net.dialled)) == (Condition.CALLBACK_UNREACHABLE, {"10.1.2.3"})


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "fd00:ec2::254"])
def test_the_backend_itself_is_neither_this_machine_nor_its_metadata(address: str) -> None:
    net = Net([[address]])

    error = fail("https://backend.example.com/x", net.admit(deployed("https://backend.example.com")))

    assert (error.condition, net.dialled) == (FORBIDDEN, [])


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with Server(tls=True) as public:
        net = Net([[OTHER_PUBLIC, PUBLIC]], public, dead=(OTHER_PUBLIC,))
        tell(f"{public.secure_url}/x", net.admit(deployed(public.secure_url)))

    assert net.dialled == [OTHER_PUBLIC, PUBLIC]
    assert len(public.requests) == 1


@pytest.mark.parametrize("answers", [[], [[], [], [], []]], ids=["no such host", "no address"])
def test_a_name_that_leads_nowhere_is_unreachable(answers: list[Sequence[str]]) -> None:
    error = fail(f"{ELSEWHERE}/x", Net(answers).admit(deployed("https://backend.example.com", ELSEWHERE)))

    assert error.condition is Condition.CALLBACK_UNREACHABLE


def test_the_certificate_must_be_the_names_and_not_the_addresss() -> None:
    with Server(tls=True) as public:
        net = Net([[PUBLIC]], public)
        error = fail("https://backend.example.com/x", net.admit(deployed("https://backend.example.com")))

    assert (error.condition, error.setting) == (MISCONFIGURED, "BACKEND_CA_BUNDLE")
    assert public.requests == []


def test_a_private_authority_vouches_for_the_backend_alone() -> None:
    with Server(tls=True) as public:
        net = Net([[PUBLIC]], public)
        error = fail(f"{public.secure_url}/x", net.admit(deployed("https://backend.example.com", public.secure_url)))

    assert (error.condition, error.setting) == (MISCONFIGURED, "CALLBACK_ALLOWED_ORIGINS")
    assert public.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_nowhere(status: int) -> None:
    with Server() as canary:
        head = f"HTTP/1.1 {status} Elsewhere\r\nLocation: {canary.url}/x\r\nContent-Length: 0\r\n\r\n"
        with Server(head.encode()) as server:
            error = fail(f"{server.url}/x", in_development(server.url))

    assert (error.condition, error.setting) == (MISCONFIGURED, "CALLBACK_ALLOWED_ORIGINS")
    assert canary.requests == []


@pytest.mark.parametrize("status", [401, 403])
def test_who_gets_no_token_cannot_refuse_it(status: int) -> None:
    with Server(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode()) as other:
        error = fail(f"{other.url}/x", in_development("https://backend.example.com", other.url))

    assert (error.condition, error.setting) == (Condition.CALLBACK_REJECTED, None)


def test_a_client_that_reads_another_server_in_the_url_is_stopped() -> None:
    net = Net([[PUBLIC]])
    guard = net.admit(deployed(ELSEWHERE))(f"{ELSEWHERE}/x")

    with pytest.raises(ForbiddenAddressError):
        guard.connect(Origin("https", "evil.example", 443), 1.0)

    assert (len(net.answers), net.dialled) == (1, [])


def test_proxies_of_the_environment_hear_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server() as proxy, Server() as backend:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        tell(f"{backend.url}/x", in_development(backend.url))

    assert (len(backend.requests), proxy.requests) == (1, [])
