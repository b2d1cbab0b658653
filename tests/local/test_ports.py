from __future__ import annotations

import socket

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
