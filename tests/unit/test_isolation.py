from __future__ import annotations

from threading import Barrier, Event, Thread
from typing import TYPE_CHECKING

import pytest

from worker.delivery.isolation import Isolation
from worker.jobs.deadline import Deadline

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE = Deadline.after(0)
SOON = 10.0
"""Seconds that a test waits for something that happens at once."""


def comes(isolation: Isolation, *, exclusive: bool) -> bool:
    with isolation.enter(AT_ONCE, lambda: None, exclusive=exclusive) as came:
        return came


def test_jobs_work_side_by_side() -> None:
    isolation = Isolation()

    with isolation.enter(AT_ONCE, lambda: None, exclusive=False) as came:
        assert (came, comes(isolation, exclusive=False)) == (True, True)


@pytest.mark.parametrize(("first", "second"), [(True, True), (True, False), (False, True)])
def test_nobody_works_beside_one_that_is_to_be_alone(*, first: bool, second: bool) -> None:
    isolation = Isolation()

    with isolation.enter(AT_ONCE, lambda: None, exclusive=first) as came:
        assert (came, comes(isolation, exclusive=second)) == (True, False)
    assert comes(isolation, exclusive=second)


class Waiting:
    """One that joins later, in a thread of its own, and then stays until `meanwhile` is over."""

    def __init__(self, isolation: Isolation, meanwhile: Callable[[], object] = int, *, exclusive: bool) -> None:
        self.waits, self.left = Event(), Event()
        self.came = False

        def join() -> None:
            with isolation.enter(Deadline.after(60 * SOON), self.waits.set, exclusive=exclusive) as self.came:
                meanwhile()
            self.left.set()

        Thread(target=join, daemon=True).start()
        assert self.waits.wait(SOON)


@pytest.mark.parametrize(("first", "second"), [(True, True), (True, False), (False, True)])
def test_who_waits_to_be_alone_or_for_one_that_is_comes_once_that_can_be(*, first: bool, second: bool) -> None:
    isolation = Isolation()

    with isolation.enter(AT_ONCE, lambda: None, exclusive=first):
        waiting = Waiting(isolation, exclusive=second)
        assert not waiting.came

    assert waiting.left.wait(SOON)
    assert waiting.came


def test_all_that_wait_for_one_that_is_alone_come_side_by_side_once_it_ends() -> None:
    isolation, both = Isolation(), Barrier(2)

    with isolation.enter(AT_ONCE, lambda: None, exclusive=True):
        waiting = [Waiting(isolation, lambda: both.wait(SOON), exclusive=False) for _ in range(2)]

    assert [one.left.wait(SOON) for one in waiting] == [True, True]
