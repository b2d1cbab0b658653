"""`make resend` on the emulated table and bucket, and the sweep that sends what it has made due."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest

from local.operating.resend import MISSING, find_refusal, make_due, resend
from tests.builders import BUCKET, a_deadline, an_outcome
from tests.fakes.delivery import FakeBackend
from tests.handler.stage import Stage
from tests.local.places import NOW, known, make_bucket, remember, said
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.s3.artefacts import S3Artefacts
from worker.bootstrap.workers import compose_sweeper
from worker.delivery.ledger.entry import Entry, StaleEntryError
from worker.delivery.ledger.outcome import NO_CALLBACK, Abandoned
from worker.jobs.ending import Status
from worker.jobs.errors import CALLBACK_CLOSED, JobError
from worker.settings.worker import WorkerSettings

if TYPE_CHECKING:
    from local.operating.place import Place

SETTINGS = WorkerSettings.model_validate({"VIDEO_BUCKET_NAME": BUCKET, "APP_ENV": "dev"})
FAILED = replace(an_outcome(), decided_at=NOW, accepted_at=NOW, send_count=1, body='{"status": "FAILED"}')
DONE = replace(FAILED, status=Status.DONE, failure=None, body=None, kept_as="callback-1.json")
BODY = b'{"status": "DONE", "transcript": "\xec\x95\x88\xeb\x85\x95"}'
_numbers = count(1)


@pytest.fixture
def place(place: Place) -> Place:
    return make_bucket(place, f"results-to-resend-{next(_numbers)}")


def accepted(outcome: object = FAILED) -> Entry:
    return replace(known().claimed(NOW, 180), lease_until=0.0, outcome=outcome)  # type: ignore[arg-type] - an outcome or None


def keep(place: Place, entry: Entry) -> tuple[str, str]:
    """Keep the body of a DONE as its worker does; returns bucket and key."""
    where = place.outputs["ResultBucketName"], f"work/{entry.job_id}/{entry.generation}/callback-1.json"
    place.aws.s3.put_object(Bucket=where[0], Key=where[1], Body=BODY)
    return where


def sweep(place: Place, *errors: Exception) -> FakeBackend:
    """What the backend hears of a run of the sweep."""
    backend = FakeBackend(list(errors))
    artefacts = S3Artefacts(place.aws.s3, place.outputs["ResultBucketName"], RetryPolicy(0, 0))
    services = replace(Stage().services, ledger=place.ledger, backend=backend, artefacts=artefacts)
    compose_sweeper(SETTINGS, services).sweep(a_deadline())
    return backend


def test_an_outcome_that_was_accepted_is_sent_again_in_the_same_bytes_under_its_id(place: Place) -> None:
    remember(place, accepted())
    assert sweep(place).told == []

    told = said(resend, "987654321", place)

    [callback] = sweep(place).told
    assert (callback.event_id, callback.body) == (FAILED.event_id, b'{"status": "FAILED"}')
    assert "FAILED of job 987654321 goes to the backend again, as msg_1" in told
    [entry] = place.read_ledger("987654321")
    assert entry.finished
    assert sweep(place).told == []


def test_the_body_of_a_done_that_was_deleted_is_brought_back_from_the_buckets_versions(place: Place) -> None:
    bucket, key = keep(place, remember(place, accepted(DONE)))
    place.aws.s3.delete_object(Bucket=bucket, Key=key)

    said(resend, "987654321", place)

    assert [callback.body for callback in sweep(place).told] == [BODY]


def test_the_body_of_a_done_that_is_still_kept_is_sent(place: Place) -> None:
    keep(place, remember(place, accepted(replace(DONE, accepted_at=None, resend_at=NOW * 2))))

    said(resend, "987654321", place)

    assert [callback.body for callback in sweep(place).told] == [BODY]


def test_a_done_whose_body_is_nowhere_stays_as_it_is(place: Place) -> None:
    entry = remember(place, accepted(DONE))

    assert MISSING in said(resend, "987654321", place)
    assert place.read_ledger("987654321") == [entry]


def test_a_backend_that_says_409_to_what_it_had_accepted_has_accepted_it(place: Place) -> None:
    remember(place, accepted())
    said(resend, "987654321", place)

    [callback] = sweep(place).told

    assert callback.perhaps_heard


@pytest.mark.parametrize("why", [Abandoned.CLOSED, Abandoned.UNHEARD])
def test_an_outcome_that_nobody_was_told_of_any_more_is_sent_again(place: Place, why: Abandoned) -> None:
    remember(place, replace(accepted(replace(FAILED, accepted_at=None)), abandoned=why))

    said(resend, "987654321", place)

    assert [callback.event_id for callback in sweep(place).told] == ["msg_1"]


def test_a_backend_that_refuses_it_again_ends_it_again(place: Place) -> None:
    remember(place, accepted())
    said(resend, "987654321", place)

    sweep(place, JobError(CALLBACK_CLOSED, "CALLBACK", "410."))

    [entry] = place.read_ledger("987654321")
    assert entry.abandoned is Abandoned.CLOSED


def test_what_a_worker_has_written_meanwhile_is_not_written_over(place: Place) -> None:
    seen = remember(place, accepted())
    place.ledger.write(seen.written(NOW))

    with pytest.raises(StaleEntryError):
        place.ledger.write(make_due(seen, NOW))


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (known().claimed(NOW, 180), "A worker holds the job"),
        (accepted(None), "Its latest upload has no outcome yet"),
        (accepted(replace(FAILED, event_id=NO_CALLBACK)), "The task summary sends no callback."),
        (replace(accepted(), abandoned=Abandoned.SUPERSEDED), "A newer upload has taken its place"),
        (accepted(DONE), "The backend accepted it just now; its worker may be deleting the kept callback:"),
        (accepted(replace(DONE, accepted_at=NOW - 60)), ""),
        (accepted(replace(DONE, accepted_at=None)), ""),
        (accepted(), ""),
    ],
)
def test_what_cannot_be_sent_again_is_refused_with_its_reason(entry: Entry, reason: str) -> None:
    refusal = find_refusal(entry, NOW)

    assert refusal.startswith(reason)
    assert bool(refusal) is bool(reason)


def test_of_an_unknown_job_nothing_is_sent(place: Place) -> None:
    assert "knows no job 7." in said(resend, "7", place)
