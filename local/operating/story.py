"""What the ledger says of a job, in plain words: how it stands, and what happens next or what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from worker.delivery.ledger.outcome import Abandoned
from worker.jobs.errors import Handling

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry
    from worker.delivery.ledger.outcome import Outcome

Line = tuple[str, str]


def tell_story(entry: Entry, now: float) -> list[Line]:
    """Everything of one upload.

    Args:
        entry: The ledger's.
        now: Seconds since 1970.

    Returns:
        Names and values, in the order of a job's life.
    """
    deaths = "".join(f", {number} in {stage}" for stage, number in entry.died_in.items())
    lines = [
        ("video", entry.key),
        ("first seen", moment(entry.first_seen)),
        ("last written", moment(entry.updated_at)),
        ("claims", str(entry.epoch)),
        ("failed attempts", str(entry.failures)),
        ("workers that died", f"{entry.deaths}{deaths}"),
        ("out of time", f"{entry.yields} times since the last checkpoint"),
        ("stage begun last", entry.stage or "none"),
    ]
    if entry.supersedes:
        lines.append(("supersedes", entry.supersedes))
    lines += _tell_outcome(entry.outcome) if entry.outcome else []
    state, step = describe(entry, now)
    return [*lines, ("state", state), ("next", step)]


def _tell_outcome(outcome: Outcome) -> list[Line]:
    lines = [("outcome", f"{outcome.status}, decided {moment(outcome.decided_at)}"), ("webhook-id", outcome.event_id)]
    if outcome.failure:
        lines.append(("reason", f"{outcome.failure.code}, {outcome.failure.reason}: {outcome.failure.message}"))
    accepted = f"accepted {moment(outcome.accepted_at)}" if outcome.accepted_at else "not accepted"
    return [*lines, ("callback", f"told {outcome.send_count} times, {accepted}")]


_ABANDONED = {
    Abandoned.SUPERSEDED: ("a newer upload has taken its place, and nobody is told of this one", "nothing"),
    Abandoned.CLOSED: ("the backend said 409 or 410", "compare what the backend has: it hears no more"),
    Abandoned.UNHEARD: (
        "told for three days, and never accepted",
        "mend the backend, redrive a dead letter; S3 has the result",
    ),
}


def describe(entry: Entry, now: float) -> Line:
    """How a job stands, and what comes next."""
    if entry.abandoned:
        return _ABANDONED[entry.abandoned]
    if entry.lease_until > now:
        return f"a worker holds it until {moment(entry.lease_until)}", "wait: it ends, or another takes over then"
    if entry.outcome is not None:
        return _describe_end(entry.outcome)
    if entry.lease_until:
        return (
            f"its worker died in {entry.stage}",
            "its message comes back, and the next goes on from what is kept",
        )
    return "it waits for another attempt", "its message comes back by itself; the log's JOB_RETRY says why and when"


def _describe_end(outcome: Outcome) -> Line:
    if outcome.accepted_at is None:
        return (
            f"{outcome.status}, which the backend has not accepted",
            f"mend the backend: the sweep tells it again, in the same bytes, from {moment(outcome.resend_at)} on",
        )
    if outcome.failure is None:
        return "DONE, and the backend knows", "nothing"
    if outcome.failure.handling is Handling.PERMANENT:
        return "FAILED for good, and the backend knows", "nothing here: another video has to be uploaded"
    cause = f"look at the setting {outcome.setting}" if outcome.setting else "see that the cause is gone"
    return "FAILED, and the backend knows", f"{cause}, reset the job in the backend, then redrive (make redrive)"


def moment(seconds: float) -> str:
    """A time as people and the log write it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
