"""Entries of `s3_message`'s job, brought into a state as of `NOW`, where a stage's clock stands until it is moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.builders import SEQUENCER, a_delivery, a_job
from tests.handler.stage import LEASE
from worker.delivery.claiming import Claims
from worker.delivery.lease import Lease
from worker.delivery.ledger.entry import Entry

if TYPE_CHECKING:
    from tests.handler.stage import Stage
    from worker.delivery.ledger.outcome import Outcome

NOW = 1_000_000.0
"""Seconds since 1970."""

Step = Callable[[Entry], Entry]


def untouched() -> Entry:
    return Entry.fresh(a_job().named("m1"), NOW - 9000)


def claimed(ago: float) -> Step:
    return lambda entry: entry.claimed(NOW - ago, LEASE)


def killed(ago: float, stage_name: str = "STT") -> Step:
    """A worker that claimed the job, began a stage, and was never heard of again."""
    return lambda entry: claimed(ago)(entry).stage_began(stage_name, NOW - ago, LEASE)


def failed(ago: float) -> Step:
    return lambda entry: entry.attempt_failed(NOW - ago)


def keep(stage: Stage, *steps: Step, **changes: object) -> Entry:
    """Put an entry into the ledger, changed by fields and then by steps; it stands at the first revision."""
    entry = replace(untouched(), **changes)  # type: ignore[arg-type] - fields by name
    for step in steps:
        entry = step(entry)
    entry = replace(entry, revision=1)
    stage.ledger.write(entry)
    return entry


def entry_of(stage: Stage) -> Entry:
    """The only entry, but for one of an upload that took the place of this one."""
    [entry] = [entry for entry in stage.ledger.read("987654321") if entry.sequencer == SEQUENCER]
    return entry


def replace_upload(stage: Stage) -> None:
    """Another worker claims a newer upload of the same key."""
    job = a_job(replace(a_job().source, version_id="newer", sequencer=SEQUENCER + "1")).named("m2")
    claim = Claims(stage.ledger, stage.artefacts, LEASE, stage.clock).claim(job, replace(a_delivery(), sent_at=NOW))
    assert isinstance(claim, Lease)


def outcome_of(stage: Stage) -> Outcome:
    outcome = entry_of(stage).outcome
    assert outcome is not None
    return outcome


def pass_time(stage: Stage, seconds: float) -> None:
    now = stage.clock() + seconds
    stage.clock = lambda: now
