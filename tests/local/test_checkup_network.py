from __future__ import annotations

import socket
from threading import Thread

import pytest

from local.checkup.finding import State
from local.checkup.network import check_network
from tests.local.findings import states


def test_a_host_that_answers_is_reachable_and_another_is_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = f"http://127.0.0.1:{server.getsockname()[1]}"
        found = check_network({"CLOVA_STT_URL": here, "BACKEND_BASE_URL": "http://127.0.0.1:1"})

    assert states(found) == {"CLOVA_STT_URL": State.GOOD, "BACKEND_BASE_URL": State.BAD}


@pytest.mark.parametrize(
    "url", ["https://canary:99999", "https://canary:port", "https://a..b", "https://[::1", "canary"]
)
def test_what_is_no_url_is_not_connected_to(url: str) -> None:
    assert check_network({"CLAUDE_API_URL": url}) == []


def test_with_bedrock_its_endpoint_is_connected_to_instead_of_anthropics() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = f"http://127.0.0.1:{server.getsockname()[1]}"
        values = {"CLAUDE_PROVIDER": "bedrock", "CLAUDE_API_URL": "http://127.0.0.1:1", "BEDROCK_ENDPOINT_URL": here}
        found = check_network(values)

    assert states(found) == {"BEDROCK_ENDPOINT_URL": State.GOOD}


def test_a_host_that_speaks_no_tls_is_not_reachable_by_https() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=hang_up, args=(server,), daemon=True).start()
        found = check_network({"BACKEND_BASE_URL": f"https://127.0.0.1:{server.getsockname()[1]}"})

    assert states(found) == {"BACKEND_BASE_URL": State.BAD}


def hang_up(server: socket.socket) -> None:
    server.accept()[0].close()
