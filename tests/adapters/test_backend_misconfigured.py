from __future__ import annotations

from typing import TYPE_CHECKING

import certifi
import pytest

from tests.adapters.listener import AUTHORITY, Connection, Listener
from tests.adapters.naps import Naps
from tests.adapters.sending import CALLBACK, TOKEN, keys
from worker.adapters.backend.backend import HttpBackend
from worker.jobs.deadline import Deadline
from worker.jobs.errors import CALLBACK_MISCONFIGURED, JobError

if TYPE_CHECKING:
    from local.standins.backend import BackendStandIn


@pytest.mark.parametrize(
    ("token", "secret", "setting"),
    [
        ("", "", "BACKEND_INTERNAL_TOKEN"),
        ("a\r\nb", "", "BACKEND_INTERNAL_TOKEN"),
        ("토큰", "", "BACKEND_INTERNAL_TOKEN"),
        (TOKEN, "whsec_***", "WEBHOOK_SECRET"),
    ],
)
def test_what_cannot_be_a_secret_is_not_sent(backend: BackendStandIn, token: str, secret: str, setting: str) -> None:
    with pytest.raises(JobError) as caught:
        HttpBackend(backend.url, keys(token, secret), Naps().policy()).send(CALLBACK, Deadline.after(60))

    assert (caught.value.condition, caught.value.setting) == (CALLBACK_MISCONFIGURED, setting)
    assert (backend.calls, backend.refusals) == ([], [])


def accept_encrypted(connection: Connection) -> None:
    connection.start_tls()
    connection.read_request()
    connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


def test_a_private_authority_may_vouch_for_the_backend() -> None:
    with Listener(accept_encrypted) as server:
        url = f"https://localhost:{server.port}"
        HttpBackend(url, keys(), Naps().policy(), str(AUTHORITY)).send(CALLBACK, Deadline.after(60))


@pytest.mark.parametrize(("bundle", "setting"), [(None, "BACKEND_BASE_URL"), (certifi.where(), "BACKEND_CA_BUNDLE")])
def test_an_unknown_authority_names_the_setting(bundle: str | None, setting: str) -> None:
    with Listener(accept_encrypted) as server:
        backend = HttpBackend(f"https://localhost:{server.port}", keys(), Naps().policy(), bundle)
        with pytest.raises(JobError) as caught:
            backend.send(CALLBACK, Deadline.after(60))

    assert (caught.value.condition, caught.value.setting) == (CALLBACK_MISCONFIGURED, setting)
