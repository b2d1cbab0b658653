"""Ports for programs that must be told theirs before they start."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


_SECONDS = 1


@contextmanager
def reserved_port(host: str = "127.0.0.1") -> Generator[int]:
    """A free port that stays ours until a program of ours listens on it, and as long as the context lasts.

    A port that is only asked for and given back may be taken by a second demo in between. A socket that is bound but
    does not listen keeps the kernel from handing the port out again, while a server that sets SO_REUSEADDR (hypercorn
    and Go's `net` do) can still listen on it.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((host, 0))
        yield holder.getsockname()[1]


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Whether something listens there; a listener with a full queue, which answers nobody, does not count."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(_SECONDS)
        return probe.connect_ex((host, port)) == 0
