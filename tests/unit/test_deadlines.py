from __future__ import annotations

from threading import Event

import pytest

from worker.jobs.deadline import Deadline


@pytest.mark.parametrize("which", [0, 1])
def test_work_that_is_called_off_has_no_time_left_whoever_calls_it_off(which: int) -> None:
    events = Event(), Event()
    deadline = Deadline.after(100).unless(events[0]).earlier(10).unless(events[1])
    before = deadline.left()

    events[which].set()

    assert (before > 80, deadline.left(), deadline.cap(5)) == (True, 0, 0)
