from __future__ import annotations

import os
import socket
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from local.following import follow
from local.programs import Program
from local.relay import Relay
from local.waiting import OverdueError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def function(tmp_path: Path) -> Iterator[Program]:
    with Program("the function", ["/bin/sleep", "600"], {"PATH": os.defpath}, tmp_path, tmp_path / "log") as program:
        yield program


def unseen() -> None:
    """Show nothing."""


def test_a_job_that_the_queue_never_delivers_is_given_up_with_a_sentence(function: Program) -> None:
    with Relay() as relay, pytest.raises(OverdueError, match=r"delivered no message about videos/42_my talk\.mp4"):
        follow("videos/42_my talk.mp4", relay, function, unseen, seconds=0.1)


def test_a_job_whose_invocation_is_never_over_is_given_up_with_a_sentence(function: Program) -> None:
    with Relay() as relay:
        relay.received.append(b"job-1")
        relay.seconds = 0.1

        with pytest.raises(OverdueError, match=r"^The function was still at job-1 after 0 s\.$"):
            follow("job-1", relay, function, unseen, seconds=0.1)


def test_a_function_that_never_answers_ends_the_job(function: Program) -> None:
    with Relay() as relay, socket.create_server(("127.0.0.1", 0)) as deaf:
        relay.open(f"http://127.0.0.1:{deaf.getsockname()[1]}/", seconds=0.2)
        Thread(target=relay.invoke, args=(b"job-1",)).start()
        ended = follow("job-1", relay, function, unseen)

    assert ended is not None
    assert ended.body == b"the Lambda runtime gave no answer within 0 s"


def test_a_runtime_that_ended_ends_the_job(tmp_path: Path) -> None:
    command = ["/bin/true"]
    with Relay() as relay, Program("the function", command, {}, tmp_path, tmp_path / "log") as function:
        assert follow("job-1", relay, function, unseen) is None


def test_what_is_new_is_shown_until_the_end(function: Program) -> None:
    looks: list[int] = []
    with Relay(opening_seconds=0) as relay:
        relay.invoke(b"job-1")
        follow("job-1", relay, function, lambda: looks.append(1))

    assert len(looks) >= 2


def test_what_is_put_aside_is_followed_no_more(function: Program) -> None:
    with Relay(opening_seconds=0) as relay:
        relay.invoke(b"job-1")
        relay.invoke(b"job-2")
        relay.put_aside("job-1")

        assert not relay.has_received("job-1")
        assert follow("job-2", relay, function, unseen) is not None
        with pytest.raises(OverdueError):
            follow("job-1", relay, function, unseen, seconds=0.1)
