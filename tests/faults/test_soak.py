from __future__ import annotations

from tests.faults.history import Delivery, History, Post
from tests.faults.soak import FAULTY, count_ends, list_workers, make_cases


def test_a_fifth_of_the_messages_is_in_trouble() -> None:
    cases = make_cases(1000, seed=1)

    assert abs(sum(case.name != "plain" for case in cases) / 1000 - FAULTY) < 0.05


def test_only_workers_that_nothing_ends_are_measured() -> None:
    slots = ["worker-1", "worker-0", "worker-2", "worker-0"]
    deliveries = [Delivery(0, 1, 2, 1, slot, "none", hit=True, ending="acknowledged", megabytes=9) for slot in slots]

    assert {slot: len(some) for slot, some in list_workers(deliveries).items()} == {"worker-0": 2, "worker-1": 1}


def test_a_job_of_which_nobody_was_told_has_no_end() -> None:
    history = History()
    history.posts[1].append(Post(0, 1, "DONE", "id", "digest"))
    assert not history.posts[2]

    assert count_ends(history) == {"DONE": 1}
