"""What ledger and log say of a job, in plain words: how it stands, and what happens next or what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from worker.delivery.backoff import LONGEST_SECONDS
from worker.delivery.ledger.due import DeathLimits, due_at
from worker.delivery.ledger.outcome import Abandoned
from worker.jobs.errors import Handling

if TYPE_CHECKING:
    from local.operating.attempt_log import Attempt
    from worker.delivery.ledger.entry import Entry
    from worker.delivery.ledger.outcome import Outcome

Line = tuple[str, str]


def tell_story(entry: Entry, now: float, most: int, attempt: Attempt | None) -> list[Line]:
    """Everything of one upload.

    Args:
        entry: The ledger's.
        now: Seconds since 1970.
        most: How many attempts a job has.
        attempt: The last one, where the log has it.

    Returns:
        Names and values, in the order of a job's life.
    """
    deaths = "".join(f", {number} in {stage}" for stage, number in entry.died_in.items())
    lines = [
        ("video", entry.key),
        ("first seen", moment(entry.first_seen)),
        ("last written", moment(entry.updated_at)),
        ("attempt", f"{count_attempts(entry, most)} of {most}; {entry.failures} failed, claimed {entry.epoch} times"),
        ("workers that died", f"{entry.deaths}{deaths}"),
        ("out of time", f"{entry.yields} times since the last checkpoint"),
        ("stage begun last", entry.stage or "none"),
    ]
    if entry.waiting:
        lines.append(("waits for", f"{entry.waiting.reason}, since {moment(entry.waiting.since)}"))
    if entry.cancelled_at:
        lines.append(("cancelled", moment(entry.cancelled_at)))
    if entry.supersedes:
        lines.append(("supersedes", entry.supersedes))
    lines += _tell_attempt(attempt) if attempt else []
    lines += _tell_outcome(entry.outcome) if entry.outcome else []
    state, step = describe(entry, now, attempt.next_at if attempt else None, most)
    return [*lines, ("state", state), ("next", step)]


def count_attempts(entry: Entry, most: int) -> int:
    """The attempt that runs or ran last, from 1; 0 where none has begun."""
    between = entry.outcome is None and not entry.lease_until
    return min(entry.attempts + (0 if between else 1), most)


def _tell_attempt(attempt: Attempt) -> list[Line]:
    stages = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in attempt.seconds.items())
    lines = [("its stages took", f"{stages} (some at the same time)" if len(attempt.seconds) > 1 else stages)]
    if attempt.cause:
        lines.append(("it failed in", f"{attempt.failed or 'no stage'}: {attempt.cause}"))
    return lines


def _tell_outcome(outcome: Outcome) -> list[Line]:
    lines = [("outcome", f"{outcome.status}, decided {moment(outcome.decided_at)}"), ("webhook-id", outcome.event_id)]
    if outcome.failure:
        lines.append(("reason", f"{outcome.failure.code}, {outcome.failure.reason}: {outcome.failure.message}"))
    accepted = f"accepted {moment(outcome.accepted_at)}" if outcome.accepted_at else "not accepted"
    return [*lines, ("callback", f"sent {outcome.send_count} times, {accepted}")]


_ABANDONED = {
    Abandoned.SUPERSEDED: ("a newer upload has taken its place, and nothing more is sent of this one", "nothing"),
    Abandoned.CLOSED: ("the backend said 409 or 410", "compare what the backend has: it hears no more"),
    Abandoned.UNHEARD: (
        "not accepted when it was sent last, and the three days of resending are over",
        "mend the backend, then make resend, or redrive a dead letter; S3 has the result",
    ),
}


def describe(entry: Entry, now: float, next_at: float | None = None, most: int = 5) -> Line:
    """How a job stands, and what comes next.

    Args:
        entry: The ledger's.
        now: Seconds since 1970.
        next_at: When the log says that the next attempt begins.
        most: How many attempts a job has.
    """
    if entry.abandoned:
        return _ABANDONED[entry.abandoned]
    if entry.cancelled_at and entry.outcome is None:
        return "cancelled, and not ended yet", "its worker ends it at its next write, or else the sweep does"
    if entry.lease_until > now:
        return f"a worker holds it until {moment(entry.lease_until)}", "wait: it ends, or another takes over then"
    if entry.outcome is not None:
        return _describe_end(entry.outcome)
    return name_wait(
        entry
    ), f"{_name_next(entry, next_at)}; else the sweep ends it as FAILED at {given_up_at(entry, most)}"


def _name_next(entry: Entry, next_at: float | None) -> str:
    if entry.lease_until:
        return "its message comes back, and the next goes on from what is kept"
    if entry.waiting:
        return f"it looks again at {moment(entry.waiting.until)}, no attempt is used"
    latest = f"by itself, at the latest at {moment(entry.updated_at + LONGEST_SECONDS)}"
    return f"its message comes back {f'at {moment(next_at)}' if next_at else latest}"


def name_wait(entry: Entry) -> str:
    """How a job without an outcome stands that nobody holds any more."""
    if entry.on_hold and entry.waiting:
        return f"it waits for {entry.waiting.reason} since {moment(entry.waiting.since)}"
    return f"its worker died in {entry.stage}" if entry.lease_until else "it waits for another attempt"


def given_up_at(entry: Entry, most: int) -> str:
    """When the sweep ends a job that nobody works on, with the default of `JOB_SILENCE_SECONDS`."""
    return moment(due_at(entry, DeathLimits(attempts=most)) or 0.0)


def _describe_end(outcome: Outcome) -> Line:
    if outcome.accepted_at is None:
        return (
            f"{outcome.status}, which the backend has not accepted",
            f"mend the backend: the sweep sends it again, in the same bytes, from {moment(outcome.resend_at)} on",
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
