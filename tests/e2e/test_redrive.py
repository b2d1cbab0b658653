"""A job that failed, and what a person's redrive makes of it at the backend, in S3 and in the ledger."""

from __future__ import annotations

import io
import json
from itertools import repeat
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from local.operating import failed, job
from local.operating.dead_letters import looking, move_back
from local.operating.place import Place, find_place
from local.standins.faults import Status
from tests.e2e.world import USER_ID, World
from tests.local.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def place(world: World, tmp_path: Path) -> Place:
    served = tmp_path / "sam-env.json"
    served.write_text(json.dumps({"Worker": {"AWS_ENDPOINT_URL": world.stack.aws.endpoint}}))
    return find_place({}, served)


@pytest.fixture
def job_id(world: World, place: Place) -> str:
    """A job that CLOVA's outage has failed to the last."""
    world.backend.keeps_first = True
    world.clova.script = repeat(Status(500, "STT999"))
    job_id = world.upload()
    world.told(job_id)
    assert eventually(lambda: dead(place))
    world.clova.script = ()
    return job_id


def dead(place: Place) -> bool:
    with looking(place) as letters:
        return bool(letters)


def redriven(world: World, place: Place, job_id: str) -> Any:
    """Redrive, and wait for what is told then; returns its body."""
    move_back(place, job_id)
    assert eventually(lambda: len(world.outcomes(job_id)) == 2, seconds=60)
    assert eventually(lambda: place.read_ledger(job_id)[0].finished)
    return world.outcomes(job_id)[1].body


def ends(world: World, place: Place, job_id: str) -> tuple[str, bool, str]:
    """What a user of the backend is shown, whether S3 holds a summary, and what the ledger says."""
    [entry] = place.read_ledger(job_id)
    assert entry.outcome is not None
    summary = world.stored(f"results/{USER_ID}/{job_id}.json")["summary"]
    return world.backend.statuses[job_id], summary is not None, entry.outcome.status


def said(program: Callable[..., int], *given: object) -> str:
    text = io.StringIO()
    program(*given, Console(file=text, width=300))
    return text.getvalue()


def test_without_a_reset_the_backend_shows_failed_where_s3_and_ledger_have_done(
    world: World, place: Place, job_id: str
) -> None:
    first = world.outcomes(job_id)[0].webhook_id

    body = redriven(world, place, job_id)

    assert body["status"] == "DONE"
    assert body["meta"]["supersedes"] == first
    assert ends(world, place, job_id) == ("FAILED", True, "DONE")


def test_people_are_told_what_to_do_about_a_failed_job_and_then_it_is_done_everywhere(
    world: World, place: Place, job_id: str
) -> None:
    assert "STT_BAD_RESPONSE, stt_unavailable" in said(failed.show, place)
    assert "reset the job in the backend, then redrive" in said(job.show, job_id, place)

    del world.backend.statuses[job_id]
    redriven(world, place, job_id)

    assert ends(world, place, job_id) == ("DONE", True, "DONE")
