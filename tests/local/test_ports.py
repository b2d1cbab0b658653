from __future__ import annotations

import socket
from contextlib import ExitStack

from local.ports import answers, reserved_port


def test_two_reservations_never_share_a_port() -> None:
    with reserved_port() as one, reserved_port() as other:
        assert one != other


def test_a_server_can_listen_on_a_reserved_port() -> None:
    with reserved_port() as port, socket.create_server(("127.0.0.1", port)):
        assert answers(port)


def test_nothing_answers_on_a_port_that_is_only_reserved() -> None:
    with reserved_port() as port:
        assert not answers(port)


def test_a_listener_that_takes_nobody_in_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf, ExitStack() as waiting:
        for _ in range(2):
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(deaf.getsockname())

        assert not answers(deaf.getsockname()[1])
