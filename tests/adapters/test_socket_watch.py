from __future__ import annotations

import socket
import threading
import time

from worker.adapters.http.socket_watch import SocketWatch


def make_pair() -> tuple[socket.socket, socket.socket]:
    """Two ends, at which nobody waits for ever."""
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.settimeout(5)
    return ours, theirs


def wait_until_expired(watch: SocketWatch) -> None:
    for _ in range(1000):
        if watch.expired:
            return
        time.sleep(0.01)
    raise AssertionError


def test_a_connection_that_comes_about_too_late_is_ended_at_once() -> None:
    ours, theirs = make_pair()
    with ours, theirs, SocketWatch(0.01) as watch:
        wait_until_expired(watch)
        watch.add(ours)

        assert theirs.recv(1) == b""


def test_a_connection_is_let_be_once_the_exchange_is_over() -> None:
    ours, theirs = make_pair()
    with ours, theirs:
        with SocketWatch(60) as watch:
            watch.add(ours)
        theirs.send(b"a")

        assert ours.recv(1) == b"a"
    assert (watch.connected, watch.expired) == (True, False)


def test_nothing_waits_for_the_end_of_an_exchange_that_is_over() -> None:
    with SocketWatch(60):
        [timer] = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]

    timer.join(5)
    assert not timer.is_alive()
