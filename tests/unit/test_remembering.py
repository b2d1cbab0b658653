from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline, a_job
from tests.fakes.delivery import FakeArtefacts, FakeLedger
from tests.fakes.summary import TONE, FakeExtractor, FakeModel, FakeRecogniser, FakeResults, FakeVideos
from worker.claiming import Claims
from worker.domain.ledger import StaleEntryError
from worker.domain.media import SpeechClip
from worker.domain.summaries import ModelRequest
from worker.ports import Ports
from worker.remembering import remember_paid_calls
from worker.tenure import Tenure

if TYPE_CHECKING:
    from collections.abc import Callable

LEASE = 180.0


def hold(ledger: FakeLedger) -> Tenure:
    tenure = Claims(ledger, FakeArtefacts(), LEASE, lambda: 1000.0).take(a_job(), sent_at=0.0)
    assert isinstance(tenure, Tenure)
    return tenure


def hear(ports: Ports) -> object:
    return ports.speech.recognise(SpeechClip.of(TONE, 0.0, 2.0), "Kor", a_deadline())


def think(ports: Ports) -> object:
    return ports.model.answer(ModelRequest("Summarise.", "[]", {}), a_deadline())


@pytest.mark.parametrize("ask", [hear, think])
def test_a_worker_that_lost_the_job_pays_for_nothing_more(ask: Callable[[Ports], object]) -> None:
    ledger, recogniser, model = FakeLedger(), FakeRecogniser(), FakeModel()
    tenure = hold(ledger)
    ports = Ports(FakeVideos(), FakeExtractor(), recogniser, model, FakeResults())
    ports = remember_paid_calls(ports, FakeArtefacts(), a_job(), tenure)
    ledger.write(tenure.entry.claimed(2000.0, LEASE))

    with pytest.raises(StaleEntryError):
        ask(ports)
    assert (recogniser.languages, model.asked) == ([], [])


def test_of_two_equal_calls_in_the_air_one_comes_down_at_a_time() -> None:
    tenure = hold(FakeLedger())
    tenure.announce("stt-1")
    tenure.announce("stt-1")

    tenure.land("stt-1", kept=True)

    assert tenure.entry.in_air == ("stt-1",)
