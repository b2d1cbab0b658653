from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from local.own_backend import OwnBackend
from local.ports import reserved_port
from local.services import STAND_IN_SECRETS, running_services
from local.standins.backend import BackendStandIn
from local.standins.faults import Raw, Status
from local.target import BackendError, Target, read_target
from tests.adapters.listener import Connection, Listener
from tests.adapters.naps import Naps
from tests.adapters.sending import CALLBACK, keys
from worker.adapters.backend.backend import HttpBackend
from worker.jobs.deadline import Deadline
from worker.jobs.errors import JobError

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four.").decode()


@pytest.fixture
def backend() -> Iterator[BackendStandIn]:
    """The user's: it checks token and signature."""
    with BackendStandIn(token="my-token", secret=SECRET) as stand_in:
        yield stand_in


def send(url: str) -> None:
    HttpBackend(url, keys("my-token", SECRET), Naps().policy()).send(CALLBACK, Deadline.after(60))


def test_a_callback_arrives_as_it_was_sent(backend: BackendStandIn) -> None:
    shown: list[str] = []
    with OwnBackend(Target(backend.url, {}), shown.append) as passing:
        send(passing.url)

        assert [callback.body for callback in passing.accepted] == [callback.body for callback in backend.accepted]
    assert backend.refusals == []
    assert len(shown) == 1


@pytest.mark.parametrize("status", [201, 202, 204, 299])
def test_any_2xx_of_the_backend_accepts(status: int, backend: BackendStandIn) -> None:
    backend.script = [Raw(status, b"")]
    with OwnBackend(Target(backend.url, {})) as passing:
        send(passing.url)

        assert len(passing.accepted) == 1


def test_a_refusal_comes_back_with_the_backends_own_words(backend: BackendStandIn) -> None:
    backend.script = [Status(422, "unknown job")]
    with OwnBackend(Target(backend.url, {})) as passing:
        with pytest.raises(JobError, match="HTTP 422"):
            send(passing.url)

        assert passing.accepted == []
        assert passing.refusals[0].startswith("HTTP 422 ")
        assert "unknown job" in passing.refusals[0]


def test_a_backend_that_is_gone_gives_no_answer() -> None:
    with reserved_port() as port, OwnBackend(Target(f"http://127.0.0.1:{port}", {})) as passing:
        with pytest.raises(JobError, match="gave no answer"):
            send(passing.url)

        assert passing.refusals[0].startswith("no answer (")


def test_a_path_in_the_address_is_kept() -> None:
    seen: list[bytes] = []

    def behave(connection: Connection) -> None:
        seen.append(connection.read_request())
        connection.send(b"HTTP/1.1 204 No Content\r\n\r\n")

    with Listener(behave) as server, OwnBackend(Target(f"{server.url}/api/v2", {})) as passing:
        send(passing.url)

    assert seen[0].startswith(b"POST /api/v2/internal/jobs/987654321/complete HTTP/1.1\r\n")


def test_without_an_address_a_stand_in_is_told() -> None:
    assert read_target({"BACKEND": "", "WEBHOOK_SECRET": SECRET}) is None


def test_the_worker_gets_the_token_and_the_secret_of_the_users_backend(backend: BackendStandIn) -> None:
    environment = {"BACKEND": f"{backend.url}/", "BACKEND_INTERNAL_TOKEN": "my-token", "WEBHOOK_SECRET": SECRET}
    with running_services(environment) as services:
        assert services.secrets == {
            **STAND_IN_SECRETS,
            "BACKEND_INTERNAL_TOKEN": "my-token",
            "WEBHOOK_SECRET": SECRET,
        }
        assert services.names.endswith(f"your backend at {backend.url}")
        send(services.parameters["BackendBaseUrl"])

    assert len(backend.accepted) == 1


def test_an_unsigned_backend_is_named_so(backend: BackendStandIn) -> None:
    target = read_target({"BACKEND": backend.url})

    assert target is not None
    assert target.name == f"your backend at {backend.url}, unsigned"


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"BACKEND": "localhost:5055"}, r"^BACKEND=localhost:5055 is no address such as http://127\.0\.0\.1:5055\.$"),
        ({"BACKEND": "http://127.0.0.1:5055/?a=1"}, "is no address"),
        ({"WEBHOOK_SECRET": "whsec_short"}, r"^WEBHOOK_SECRET must be base64 of 24 to 64 bytes"),
        ({"WEBHOOK_SECRET": f'{{"https://backend.example.com": "{SECRET}"}}'}, "the secret of this one backend"),
        ({}, r"^Nothing answers at BACKEND=http://127\.0\.0\.1:[0-9]+ \(.*\)\. Start your backend first\.$"),
    ],
)
def test_what_cannot_be_told_is_said_beforehand(environment: dict[str, str], words: str) -> None:
    with reserved_port() as port, pytest.raises(BackendError, match=words):
        read_target({"BACKEND": f"http://127.0.0.1:{port}", **environment})
