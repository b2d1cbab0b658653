"""Whether the hosts a job talks to can be reached from here: a connection and its certificate, no request."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

import certifi

from local.checkup import bedrock
from local.checkup.finding import Finding, bad, good
from worker.urls.origins import Origin, read_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS = 5.0
_URLS = ("CLOVA_STT_URL", "CLAUDE_API_URL", "BACKEND_BASE_URL")


def check_network(values: Mapping[str, str]) -> list[Finding]:
    """Connect to each configured host, as the worker does: directly, trusting the public authorities or the given.

    What is no URL is passed over: `checkup.settings` tells of it.
    """
    bundles = {"BACKEND_BASE_URL": values.get("BACKEND_CA_BUNDLE") or certifi.where()}
    urls = {name: values.get(name, "") for name in _URLS}
    if bedrock.is_chosen(values):
        del urls["CLAUDE_API_URL"]
        name, url = bedrock.find_url(values)
        urls[name] = url
    origins = {name: read_origin(url) for name, url in urls.items()}
    return [_connect(name, origin, bundles.get(name, certifi.where())) for name, origin in origins.items() if origin]


def _connect(name: str, origin: Origin, bundle: str) -> Finding:
    where = f"{origin.host}:{origin.port}"
    try:
        with socket.create_connection((origin.host, origin.port), _SECONDS) as connection:
            if origin.scheme == "https":
                _shake_hands(connection, origin.host, bundle)
    except ssl.SSLCertVerificationError as problem:
        return bad(name, f"{where}: {problem.verify_message}", f"correct {name}, or set a private CA's bundle")
    except OSError as problem:
        return bad(
            name, f"{where}: {_words(problem)}", f"correct {name}, or open the way (firewall, VPN, VPC endpoint)"
        )
    return good(name, f"{where} answers")


def _shake_hands(connection: socket.socket, host: str, bundle: str) -> None:
    context = ssl.create_default_context(cafile=bundle)
    with context.wrap_socket(connection, server_hostname=host):
        pass


def _words(problem: OSError) -> str:
    return problem.strerror or str(problem) or type(problem).__name__
