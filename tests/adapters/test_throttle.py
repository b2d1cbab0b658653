from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from worker.adapters.calls.throttle import NoTurnError, Throttle
from worker.jobs.deadline import Deadline


@dataclass
class Time:
    """A clock that waiting moves on."""

    now: float = 0.0

    def wait(self, _changed: threading.Condition, seconds: float) -> None:
        self.now += seconds

    def throttle(self, at_once: int = 100, per_second: float = 1000) -> Throttle:
        return Throttle(at_once, per_second, clock=lambda: self.now, wait=self.wait)


def soon() -> Deadline:
    return Deadline.after(100)


def call(throttle: Throttle, times: int = 1) -> None:
    for _ in range(times):
        with throttle.turn(soon(), 0):
            pass


def begun_in(throttle: Throttle, time: Time, seconds: float) -> int:
    """How many calls begin in so many seconds."""
    until, number = time.now + seconds, 0
    while time.now < until:
        call(throttle)
        number += 1
    return number


def refuse(throttle: Throttle) -> None:
    with throttle.turn(soon(), 0) as refusals:
        throttle.tighten(refusals)


def most_at_once(throttle: Throttle) -> int:
    """How many calls are let into the air together."""
    with ExitStack() as calls:
        for number in range(1000):
            try:
                calls.enter_context(throttle.turn(Deadline.after(0.05), 0.01))
            except NoTurnError:
                return number
    raise AssertionError


def test_a_second_of_calls_may_begin_together_and_then_they_keep_the_pace() -> None:
    time = Time()
    throttle = time.throttle(per_second=4)

    call(throttle, 4)
    together = time.now
    call(throttle, 20)

    assert (together, time.now) == (0, pytest.approx(5))


def test_a_long_rest_earns_no_more_than_a_second_of_calls() -> None:
    time = Time()
    throttle = time.throttle(per_second=4)
    time.now = 3600

    call(throttle, 5)

    assert time.now == pytest.approx(3600.25)


def test_a_pace_below_one_a_second_is_kept_too() -> None:
    time = Time()

    call(time.throttle(per_second=0.5), 3)

    assert time.now == pytest.approx(4)


@pytest.mark.parametrize("at_once", [1, 3])
def test_no_more_calls_are_in_the_air_than_allowed(at_once: int) -> None:
    assert most_at_once(Throttle(at_once, 1000)) == at_once


def test_a_call_that_raises_makes_room_for_the_next() -> None:
    throttle = Throttle(1, 1000)
    with pytest.raises(ZeroDivisionError), throttle.turn(soon(), 0):
        raise ZeroDivisionError

    assert most_at_once(throttle) == 1


def test_a_refusal_halves_calls_at_once_and_pace() -> None:
    time = Time()
    throttle = time.throttle(per_second=8)
    refuse(throttle)
    call(throttle, 4)

    assert begun_in(throttle, time, 10) == pytest.approx(40, abs=1)
    refused = Throttle(8, 1000)
    refuse(refused)
    assert most_at_once(refused) == 4


def test_calls_refused_together_count_as_one_refusal() -> None:
    throttle = Throttle(8, 1000)
    with throttle.turn(soon(), 0) as one, throttle.turn(soon(), 0) as other:
        throttle.tighten(one)
        throttle.tighten(other)

    assert most_at_once(throttle) == 4


def test_however_often_it_is_refused_one_call_is_made() -> None:
    throttle = Throttle(8, 1000)
    for _ in range(20):
        refuse(throttle)

    assert most_at_once(throttle) == 1


def test_successes_bring_back_what_a_refusal_took_and_no_more() -> None:
    throttle = Throttle(8, 1000)
    refuse(throttle)

    for successes, calls in ((4, 6), (4, 8), (40, 8)):
        for _ in range(successes):
            throttle.ease()
        assert most_at_once(throttle) == calls


def test_no_call_is_begun_with_less_than_it_needs() -> None:
    with pytest.raises(NoTurnError), Throttle(1, 1).turn(Deadline.after(9), 10):
        pass


def test_who_gives_up_waiting_stands_in_nobodys_way() -> None:
    throttle = Throttle(1, 1000)
    with throttle.turn(soon(), 0), pytest.raises(NoTurnError), throttle.turn(Deadline.after(0.02), 0.01):
        pass

    call(throttle)


def test_waiting_ends_when_it_is_called_off() -> None:
    throttle, called_off = Throttle(1, 1000), threading.Event()

    def wait_for_a_turn() -> None:
        with throttle.turn(soon().unless(called_off), 1):
            pass

    with throttle.turn(soon(), 0), ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait_for_a_turn)
        called_off.set()
        with pytest.raises(NoTurnError):
            waiting.result(10)


def test_calls_take_turns_in_the_order_they_came() -> None:
    throttle, begun, lined_up = Throttle(1, 1000), list[int](), threading.Semaphore(0)

    class Deadlined(Deadline):
        def left(self) -> float:
            lined_up.release()
            return super().left()

    def take_a_turn(number: int) -> None:
        with throttle.turn(Deadlined(soon().at), 0):
            begun.append(number)

    with ThreadPoolExecutor(5) as pool, throttle.turn(soon(), 0):
        for number in range(5):
            pool.submit(take_a_turn, number)
            lined_up.acquire(timeout=10)

    assert begun == [0, 1, 2, 3, 4]
