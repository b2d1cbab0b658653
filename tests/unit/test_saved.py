from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from tests.builders import a_delivery, a_job
from tests.fakes.delivery import FakeArtefacts, FakeLedger
from worker.delivery.checkpoints import JobCheckpoints
from worker.delivery.claiming import Claims
from worker.delivery.lease import Lease
from worker.jobs.saved import SavedAnswers, clean_text
from worker.speech.billing import price_call
from worker.speech.transcript import Recognition

NAME = "stt-Kor-0.json"


@pytest.fixture
def answers() -> SavedAnswers[Recognition]:
    artefacts = FakeArtefacts()
    lease = Claims(FakeLedger(), artefacts, 180.0).claim(a_job(), a_delivery())
    assert isinstance(lease, Lease)
    return SavedAnswers(JobCheckpoints(artefacts, a_job(), lease), "STT", TypeAdapter(Recognition), clean_text)


def test_an_answer_with_half_a_character_is_saved_without_it(answers: SavedAnswers[Recognition]) -> None:
    _, saved = answers.pay(NAME, lambda: Recognition("a\ud800b", 15), price_call(15))

    assert (saved, answers.load(NAME)) == (True, Recognition("a\ufffdb", 15))


@pytest.mark.parametrize("damaged", [b"", b'{"text": "half an ans', b"[]", b"\xff"])
def test_a_saved_answer_that_cannot_be_read_is_paid_for_again(
    answers: SavedAnswers[Recognition], damaged: bytes
) -> None:
    answers.checkpoints.save(NAME, damaged)

    assert answers.load(NAME) is None
