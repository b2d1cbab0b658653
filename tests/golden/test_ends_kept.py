"""Ends that could not be told, and notes of workers that are alive: kept under `work/` for whoever comes next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_mix_message, s3_message
from tests.fakes.summary import FakeResults
from tests.golden.seeing import still
from tests.handler.ledger_states import NOW, entry_of, keep, killed
from tests.handler.stage import LEASE, Stage
from tests.tasks.segment_mix.orders import stage_with_tracks
from worker.jobs.errors import CALLBACK_UNREACHABLE, LEDGER_UNAVAILABLE, LLM_UNAVAILABLE, STT_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.tasks.summary.result import Result

ENDS = Path(__file__).with_name("work") / "ends"
UNHEARD = JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")
ORDERS = {"summary.json": s3_message(), "mix.json": a_mix_message()}


def deliver_unheard(order: str) -> Stage:
    """Deliver a job whose end nobody hears."""
    stage = stage_with_tracks()
    stage.clock = lambda: NOW
    stage.backend.errors = [UNHEARD] * (2 if order == "mix.json" else 1)
    assert stage.deliver(ORDERS[order]) == ["m1"]
    return stage


@pytest.mark.parametrize("order", ORDERS)
def test_an_end_that_nobody_heard_is_kept_in_these_bytes(order: str) -> None:
    stage = deliver_unheard(order)

    kept = {name: still(body) for (_, _, name), body in stage.artefacts.kept.items() if name.startswith("callback")}
    assert kept == {"callback-1.json": (ENDS / order).read_bytes()}


@pytest.mark.parametrize("order", ORDERS)
def test_an_end_that_was_kept_once_is_told_byte_by_byte(order: str) -> None:
    stage = deliver_unheard(order)
    [key] = [key for key in stage.artefacts.kept if key[2] == "callback-1.json"]
    stage.artefacts.kept = {key: (ENDS / order).read_bytes()}

    assert stage.deliver(ORDERS[order], receive=2) == []
    assert [callback.body for callback in stage.backend.told] == [(ENDS / order).read_bytes()]


def test_an_end_is_named_by_the_claim_that_decided_it() -> None:
    stage = Stage(clock=lambda: NOW)
    stage.model.error = JobError(LLM_UNAVAILABLE, "LLM", "529.")
    stage.deliver(s3_message())
    stage.model.error = None
    stage.backend.errors = [UNHEARD]
    stage.deliver(s3_message(), receive=2)

    assert "callback-2.json" in {name for _, _, name in stage.artefacts.kept}


@dataclass
class LosingResults(FakeResults):
    """While they are stored, the ledger of a stage falls silent."""

    stage: Stage | None = None

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        assert self.stage is not None
        self.stage.ledger.error = JobError(LEDGER_UNAVAILABLE, "LEDGER", "no answer.")
        super().store(result, subtitles, deadline)


def test_a_worker_that_lost_the_ledger_leaves_an_empty_note_named_by_its_claim() -> None:
    stage = Stage(clock=lambda: NOW)
    stage.results = LosingResults(stage=stage)

    stage.deliver(s3_message())

    assert {name: body for (_, _, name), body in stage.artefacts.kept.items() if name.startswith("left")} == {
        "left-1": b""
    }


@pytest.mark.parametrize(("note", "deaths"), [("left-1", 0), ("left-2", 1)])
def test_a_note_of_the_last_claim_says_that_its_worker_is_alive(note: str, deaths: int) -> None:
    stage = Stage(clock=lambda: NOW)
    entry = keep(stage, killed(LEASE + 1))
    stage.artefacts.kept[entry.job_id, entry.generation, note] = b""
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")

    stage.deliver(s3_message())

    assert entry_of(stage).deaths == deaths
