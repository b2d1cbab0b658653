"""The lid on a day: what is counted before a paid call, what is corrected after it, and what is not made."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline, a_delivery, a_job
from tests.fakes.delivery import FakeArtefacts, FakeLedger
from tests.fakes.summary import TONE, FakeExtractor, FakeModel, FakeRecogniser, FakeResults, FakeVideos
from worker.delivery.budget import Budget, name_day, seconds_left_of_day
from worker.delivery.checkpoints import JobCheckpoints
from worker.delivery.claiming import Claims
from worker.delivery.lease import Lease
from worker.delivery.ledger.entry import StaleEntryError
from worker.jobs.errors import LEDGER_UNAVAILABLE, LLM_NO_ANSWER, JobError, Spent
from worker.jobs.not_ready import NotReady
from worker.jobs.price import CallPrice
from worker.llm.model import ModelRequest, ModelUsage
from worker.llm.prices import KRW_PER_USD, price_question
from worker.speech.audio import SpeechClip
from worker.speech.billing import price_call
from worker.speech.transcript import Recognition
from worker.tasks.summary.ports import Ports
from worker.tasks.summary.wiring import resume

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime.fromisoformat("2026-12-01T09:30:00+09:00").timestamp()
DAY = "2026-12-01"
LID = 100.0
EIGHT = CallPrice[str](8.0, lambda _: 8.0, lambda _: 0.0)


class Paying:
    """A job under a lid, with what its calls brought."""

    def __init__(self, lid: float = LID) -> None:
        self.ledger = FakeLedger()
        lease = Claims(self.ledger, FakeArtefacts(), 180.0, lambda: NOW).claim(a_job(), a_delivery())
        assert isinstance(lease, Lease)
        self.lease = lease
        self.made = 0
        budget = Budget(self.ledger, lid, lambda: NOW) if lid else None
        self.checkpoints = JobCheckpoints(FakeArtefacts(), a_job(), lease, budget)

    @property
    def counted(self) -> float:
        return self.ledger.cost_of(DAY)

    def pay(self, price: CallPrice[str] = EIGHT, error: JobError | None = None) -> None:
        def call() -> str:
            self.made += 1
            if error:
                raise error
            return "answer"

        self.checkpoints.pay("STT", "stt-1", call, str.encode, price)


@pytest.mark.parametrize(
    ("moment", "day", "left"),
    [
        ("2026-11-30T14:59:59+00:00", "2026-11-30", 1),
        ("2026-11-30T15:00:00+00:00", "2026-12-01", 24 * 3600),
        ("2026-12-31T23:50:00+09:00", "2026-12-31", 600),
    ],
)
def test_a_day_begins_at_midnight_in_seoul(moment: str, day: str, left: int) -> None:
    now = datetime.fromisoformat(moment).timestamp()

    assert (name_day(now), seconds_left_of_day(now)) == (day, left)


def test_a_call_is_counted_before_it_is_made() -> None:
    paying = Paying()
    seen = list[float]()

    paying.checkpoints.pay("STT", "stt-1", lambda: seen.append(paying.counted) or "", str.encode, EIGHT)

    assert seen == [8.0]


def test_without_a_lid_nothing_is_counted() -> None:
    paying = Paying(lid=0)

    paying.pay()

    assert (paying.made, paying.counted) == (1, 0)


def test_a_call_that_would_pass_the_lid_is_not_made_and_the_job_waits(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    paying = Paying(lid=20)
    paying.pay()
    paying.pay()

    with pytest.raises(NotReady) as caught:
        paying.pay()

    assert (paying.made, paying.counted, paying.lease.entry.pending_calls) == (2, 16.0, ())
    assert (caught.value.delay, caught.value.reason, caught.value.since) == (900, "budget", NOW)
    counted = capsys.readouterr().out
    assert all(metric in counted for metric in ('"BudgetSpent":[1.0]', '"DayCostKrw":[8.0]', '"DayCostKrw":[16.0]'))
    assert [(vars(line)["stage"], vars(line)["day"]) for line in caplog.records] == [("BUDGET_SPENT", DAY)]


def test_a_job_looks_again_at_midnight_if_that_is_sooner() -> None:
    ledger, late = FakeLedger(), NOW + 14 * 3600 + 29 * 60  # 23:59
    budget = Budget(ledger, 10, lambda: late)
    budget.reserve(10)

    with pytest.raises(NotReady) as caught:
        budget.reserve(1)

    assert caught.value.delay == 60


def test_what_the_next_day_brings_is_counted_there() -> None:
    now = [NOW]
    budget = Budget(FakeLedger(), 10, lambda: now[0])
    first = budget.reserve(10)
    now[0] += 24 * 3600

    budget.reserve(10)
    budget.correct(first, 4)

    assert [budget.costs.cost_of(day) for day in (DAY, "2026-12-02")] == [4, 10]


def test_a_call_that_no_day_has_room_for_is_a_failure_that_names_the_setting() -> None:
    paying = Paying(lid=7)

    with pytest.raises(JobError) as caught:
        paying.pay()

    assert (paying.made, paying.counted) == (0, 0)
    found = caught.value
    assert (found.condition.reason, found.handling, found.setting) == (
        "budget_too_small",
        "configuration",
        "BUDGET_KRW_PER_DAY",
    )


def test_what_a_call_did_not_cost_is_given_back() -> None:
    paying = Paying()
    error = JobError(LLM_NO_ANSWER, "LLM", "no answer.")

    with pytest.raises(JobError):
        paying.pay(CallPrice(50, lambda _: 50, lambda spent: float(spent.input_tokens)), error)
    assert paying.counted == 0

    error.spent = Spent(input_tokens=30)
    with pytest.raises(JobError):
        paying.pay(CallPrice(50, lambda _: 50, lambda spent: float(spent.input_tokens)), error)
    assert paying.counted == 30


def test_what_a_call_cost_more_than_estimated_is_counted_even_past_the_lid() -> None:
    paying = Paying(lid=20)

    paying.pay(CallPrice(10, lambda _: 25, lambda _: 0))

    assert paying.counted == 25


def test_a_worker_that_lost_the_job_counts_nothing() -> None:
    paying = Paying()
    paying.ledger.write(paying.lease.entry.claimed(NOW + 200, 180.0))

    with pytest.raises(StaleEntryError):
        paying.pay()

    assert (paying.made, paying.counted) == (0, 0)


def test_while_the_ledger_counts_nothing_no_call_is_made() -> None:
    paying = Paying()
    paying.ledger.error = JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")

    with pytest.raises(JobError):
        paying.pay()

    assert paying.made == 0


def test_a_correction_that_is_not_written_leaves_the_estimate_and_the_answer() -> None:
    paying = Paying()
    broken = JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")

    def call() -> str:
        paying.ledger.error = broken
        return "answer"

    answer, _ = paying.checkpoints.pay("LLM", "llm-1", call, str.encode, CallPrice(8, lambda _: 3, lambda _: 0))
    paying.ledger.error = None

    assert (answer, paying.counted) == ("answer", 8)


def hear(ports: Ports) -> object:
    return ports.speech.recognise(SpeechClip.of(TONE, 0.0, 2.0), "Kor", a_deadline())


def think(ports: Ports) -> object:
    return ports.model.answer(ModelRequest("Summarise.", "[]", {}), a_deadline())


@pytest.mark.parametrize("ask", [hear, think])
def test_a_paid_call_is_counted_once_and_a_recalled_answer_costs_nothing(ask: Callable[[Ports], object]) -> None:
    paying = Paying()
    ports = Ports(FakeVideos(), FakeExtractor(), FakeRecogniser(), FakeModel(), FakeResults())
    ports = resume(ports, paying.checkpoints)
    ask(ports)
    counted = paying.counted

    ask(ports)

    assert 0 < counted == paying.counted


def test_a_clip_costs_what_clova_bills_for_it_and_for_each_repeat() -> None:
    price = price_call(46)

    assert price.krw == 16
    assert price.of_answer(Recognition("말", 120)) == 32
    assert price.of_failure(Spent(stt_seconds=60)) == 16


@pytest.mark.parametrize(("model", "usd"), [("claude-sonnet-5-5", 10.0), ("nobody-lists-it", 10.0)])
def test_a_question_is_estimated_by_its_size_and_its_allowance(model: str, usd: float) -> None:
    price = price_question(model, ModelRequest("x" * 1000, "말" * 1000, {}), 8000)

    assert price.krw == pytest.approx((2000 * 2.0 + 8000 * usd) / 1e6 * KRW_PER_USD)
    assert price.of_failure(Spent(input_tokens=1000)) == pytest.approx(0.002 * KRW_PER_USD)


def test_an_answer_costs_what_its_tokens_do() -> None:
    price = price_question("claude-haiku-5-5", ModelRequest("", "", {}), 8000)
    answer = FakeModel().answer(ModelRequest("", "", {}), a_deadline())

    assert isinstance(answer.usage, ModelUsage)
    tokens = answer.usage
    expected = (tokens.input_tokens * 0.10 + tokens.output_tokens * 0.50) / 1e6 * KRW_PER_USD
    assert price.of_answer(answer) == pytest.approx(expected, abs=0.002)


@pytest.mark.parametrize(("spent", "krw"), [(Spent(), 0), (Spent(stt_seconds=1), 90)])
def test_a_fixed_price_is_given_back_where_the_error_names_no_cost(spent: Spent, krw: float) -> None:
    price = CallPrice[str].fixed(90)

    assert (price.krw, price.of_answer("token"), price.of_failure(spent)) == (90, 90, krw)
