"""MiniStack, the emulated AWS: S3, SQS, Secrets Manager, CloudFormation and the queue's event source mapping."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from local.aws import REGION
from local.ports import reserved_port
from local.programs import Program

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

PYTHON = Path(__file__).parents[1] / ".cache/emulator/bin/python"


@contextmanager
def running_emulator(folder: Path, invocation_urls: Mapping[str, str], host: str = "127.0.0.1") -> Generator[str]:
    """MiniStack on a free port of one address.

    Args:
        folder: For its temporary files and its log, `emulator.log`.
        invocation_urls: By function name, where to POST an invocation of it; other functions cannot run.
        host: Address to listen on and to name in queue URLs.

    Yields:
        The endpoint, for `AWS_ENDPOINT_URL`.

    Raises:
        ProgramError: It does not come up.
    """
    with reserved_port(host) as port:
        environment = _environment(folder, host, port, invocation_urls)
        command = [str(PYTHON), "-m", "ministack.app"]
        with Program("the emulated AWS", command, environment, folder, folder / "emulator.log") as program:
            endpoint = f"http://{host}:{port}"
            program.wait_until(lambda: _healthy(endpoint))
            yield endpoint


def _environment(folder: Path, host: str, port: int, invocation_urls: Mapping[str, str]) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "BIND_HOST": host,
        "MINISTACK_HOST": host,
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "NO_PROXY": "*",
        # Listeners on fixed ports that a second stack would find taken.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # Where Docker answers, it would remove the containers of other MiniStacks at its start.
        "DOCKER_HOST": "unix:///nonexistent",
    } | {f"MINISTACK_LAMBDA_PROXY_{name}": url for name, url in invocation_urls.items()}


def _healthy(endpoint: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{endpoint}/_ministack/health", timeout=5) as answer:
            return answer.status == 200  # noqa: PLR2004 - HTTP's OK
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
