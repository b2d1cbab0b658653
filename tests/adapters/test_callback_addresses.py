"""Where a callback address of a message may lead. A canary stands on loopback, where an attacker would have it lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.internet import FORBIDDEN, MISCONFIGURED, OTHER_PUBLIC, PUBLIC, Net, Server, deployed, fail, tell
from worker.adapters.http.exchange import ForbiddenAddressError
from worker.jobs.errors import CALLBACK_UNREACHABLE
from worker.urls.origins import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

ELSEWHERE = "https://elsewhere.example.com"


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

    assert (error.condition, set(net.dialled)) == (CALLBACK_UNREACHABLE, {"10.1.2.3"})


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

    assert error.condition is CALLBACK_UNREACHABLE


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


def test_a_client_that_reads_another_server_in_the_url_is_stopped() -> None:
    net = Net([[PUBLIC]])
    guard = net.admit(deployed(ELSEWHERE))(f"{ELSEWHERE}/x")

    with pytest.raises(ForbiddenAddressError):
        guard.connect(Origin("https", "evil.example", 443), 1.0)

    assert (len(net.answers), net.dialled) == (1, [])
