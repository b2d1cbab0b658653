from __future__ import annotations

from tests.faults.history import Delivery, History, Telling
from tests.faults.soak import FAULTY, count_ends, make_cases, measure_growth


def test_a_fifth_of_the_messages_is_in_trouble() -> None:
    cases = make_cases(1000, seed=1)

    assert abs(sum(case.name != "plain" for case in cases) / 1000 - FAULTY) < 0.05


def test_a_worker_that_grows_is_seen() -> None:
    flat = [a_delivery("worker-0", 100 + number % 2) for number in range(400)]
    growing = [a_delivery("worker-1", 100 + number / 100) for number in range(400)]

    growth = measure_growth([*flat, *growing])

    assert abs(growth["worker-0"]) < 0.1
    assert 9 < growth["worker-1"] < 11


def test_a_job_of_which_nobody_was_told_has_no_end() -> None:
    history = History()
    history.tellings[1].append(Telling(0, 1, "DONE", "id", "digest"))
    assert not history.tellings[2]

    assert count_ends(history) == {"DONE": 1}


def a_delivery(slot: str, megabytes: float) -> Delivery:
    return Delivery(0, 1, 2, 1, slot, "none", hit=True, ending="acknowledged", megabytes=megabytes)
