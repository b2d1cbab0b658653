"""Whether the hosts a job talks to can be reached from here: a connection and its certificate, no request."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import certifi

from local.checkup.finding import Finding, bad, good

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS = 5.0
_URLS = ("CLOVA_STT_URL", "CLAUDE_API_URL", "BACKEND_BASE_URL")


def check_network(values: Mapping[str, str]) -> list[Finding]:
    """Connect to each configured host, as the worker does: directly, trusting the public authorities or the given."""
    bundles = {"BACKEND_BASE_URL": values.get("BACKEND_CA_BUNDLE") or certifi.where()}
    return [_connect(name, values[name], bundles.get(name, certifi.where())) for name in _URLS if name in values]


def _connect(name: str, url: str, bundle: str) -> Finding:
    address = urlsplit(url)
    host = address.hostname or ""
    where = f"{host}:{address.port or (443 if address.scheme == 'https' else 80)}"
    try:
        with socket.create_connection((host, int(where.rpartition(":")[2])), _SECONDS) as connection:
            if address.scheme == "https":
                _shake_hands(connection, host, bundle)
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
