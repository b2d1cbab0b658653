"""What attempts keep under `work/` is deleted once nobody needs it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_job, an_entry, an_outcome, s3_message
from tests.fakes.delivery import FakeArtefacts, FakeBackend
from worker.delivery.outbox import CLEARING_SECONDS, Outbox
from worker.jobs.deadline import Deadline
from worker.jobs.ending import Status
from worker.jobs.errors import (
    CALLBACK_REJECTED,
    CALLBACK_UNREACHABLE,
    LLM_REFUSED,
    RESULT_FORBIDDEN,
    Condition,
    JobError,
)

if TYPE_CHECKING:
    from tests.conftest import LogLines
    from tests.handler.stage import Stage
    from worker.jobs.job import Job


def test_nothing_is_left_of_a_job_whose_done_was_accepted(stage: Stage) -> None:
    stage.deliver(s3_message())

    assert stage.statuses == ["DONE"]
    assert stage.artefacts.kept == {}


@pytest.mark.parametrize("condition", [CALLBACK_UNREACHABLE, CALLBACK_REJECTED])
def test_what_is_told_again_is_kept(stage: Stage, condition: Condition) -> None:
    stage.backend.errors = [JobError(condition, "CALLBACK", "no.")]

    stage.deliver(s3_message())

    assert any(name.startswith("callback-") for _, _, name in stage.artefacts.kept)


def test_what_was_paid_for_is_kept_of_a_failed_job(stage: Stage) -> None:
    stage.model.error = JobError(LLM_REFUSED, "LLM", "no.")

    stage.deliver(s3_message())

    assert stage.statuses == ["FAILED"]
    assert any(name.startswith("stt-") for _, _, name in stage.artefacts.kept)


@dataclass
class Locked(FakeArtefacts):
    """What is kept here may not be deleted."""

    def clear(self, job: Job) -> None:
        raise JobError(RESULT_FORBIDDEN, "RESULT", f"403 for {job.task}.", setting="RESULT_BUCKET_NAME")


def test_a_job_is_done_where_nothing_can_be_deleted(stage: Stage, log_lines: LogLines) -> None:
    stage.artefacts = Locked()

    assert stage.deliver(s3_message()) == []
    [line] = [line for line in log_lines.lines if line.get("stage") == "CLEAR_FAILED"]
    assert line["setting"] == "RESULT_BUCKET_NAME"


@pytest.mark.parametrize(("seconds", "left"), [(CLEARING_SECONDS - 1, 1), (CLEARING_SECONDS + 5, 0)])
def test_nothing_is_deleted_where_the_time_is_short(seconds: float, left: int) -> None:
    artefacts, job = FakeArtefacts(), a_job()
    artefacts.save(job, "stt-1.json", b"heard")
    outcome = replace(an_outcome(), status=Status.DONE, failure=None, accepted_at=1.0)
    entry = replace(an_entry(), outcome=outcome)

    Outbox(artefacts, FakeBackend()).clear(job, entry, Deadline.after(seconds))

    assert len(artefacts.kept) == left
