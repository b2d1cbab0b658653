from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from local.standins.faults import Delay, Fault, Ok, Status
from tests.adapters.naps import Naps
from tests.adapters.speaking import clip, keys
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.calls.throttle import Throttle
from worker.adapters.clova import ClovaRecogniser
from worker.jobs.deadline import Deadline
from worker.jobs.errors import STT_OUT_OF_TIME, JobError

if TYPE_CHECKING:
    from local.standins.clova import ClovaStandIn


class Pace(Throttle):
    """Remembers what it was told of the answers."""

    def __init__(self) -> None:
        super().__init__(at_once=4, per_second=100)
        self.told: list[str] = []

    def tighten(self, refusals: int) -> None:
        self.told.append("slower")
        super().tighten(refusals)

    def ease(self) -> None:
        self.told.append("faster")
        super().ease()


def ask(clova: ClovaStandIn, pace: Throttle, policy: RetryPolicy, seconds: float = 100) -> str:
    asked = ClovaRecogniser(clova.stt_url(), keys(), policy, pace)
    return asked.recognise(clip(2), "Kor", Deadline.after(seconds)).text


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Ok(), ["faster"]),
        (Status(429, "410"), ["slower"]),
        (Status(429, "420"), ["slower"]),
        (Status(429, "400"), []),
        (Status(500, "STT998"), []),
        (Status(401, "200"), []),
    ],
)
def test_a_refusal_for_pace_slows_the_worker_and_no_other_answer_does(
    clova: ClovaStandIn, answer: Fault, told: list[str]
) -> None:
    clova.script, pace = [answer], Pace()

    with suppress(JobError):
        ask(clova, pace, Naps().policy(0))

    assert pace.told == told


def test_all_threads_of_a_worker_share_the_calls_at_once(clova: ClovaStandIn) -> None:
    clova.script = [Delay(0.05)] * 8
    pace = Throttle(at_once=2, per_second=100)

    with ThreadPoolExecutor(8) as pool:
        for _ in range(8):
            pool.submit(ask, clova, pace, Naps().policy())

    assert clova.most_at_once == 2


def test_a_clip_whose_turn_does_not_come_in_time_is_not_sent(clova: ClovaStandIn) -> None:
    pace = Throttle(at_once=1, per_second=100)

    with pace.turn(Deadline.after(100), 0), pytest.raises(JobError) as caught:
        ask(clova, pace, Naps().policy(), seconds=10.1)

    assert (caught.value.condition, clova.calls) == (STT_OUT_OF_TIME, [])


def test_a_call_that_waits_for_its_repetition_lets_others_have_its_turn(clova: ClovaStandIn) -> None:
    clova.script = [Status(500, "STT998"), Ok(), Ok()]
    pace = Throttle(at_once=1, per_second=100)

    def meanwhile(_delay: float) -> None:
        ask(clova, pace, Naps().policy(0))

    ask(clova, pace, RetryPolicy(sleep=meanwhile))

    assert len(clova.calls) == 3
