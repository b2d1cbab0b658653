from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.adapters.s3_stand_in import S3StandIn
from tests.builders import a_job
from worker.adapters.aws import make_s3_client
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.s3.artefacts import S3Artefacts
from worker.jobs.errors import RESULT_FORBIDDEN, JobError

if TYPE_CHECKING:
    from local.aws import Aws

REGION = "ap-northeast-2"
BUCKET = "artefacts-of-the-tests"
PATIENT = RetryPolicy(retries=2, first_delay=0.01)
JOB = replace(a_job(), generation="first")


@pytest.fixture
def artefacts(emulated: Aws) -> S3Artefacts:
    with suppress(emulated.s3.exceptions.BucketAlreadyOwnedByYou):
        emulated.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    return S3Artefacts(make_s3_client(REGION), BUCKET, PATIENT)


def test_what_is_kept_stands_under_the_jobs_generation(emulated: Aws, artefacts: S3Artefacts) -> None:
    artefacts.save(JOB, "stt.json", b"heard")

    assert artefacts.load(JOB, "stt.json") == b"heard"
    assert emulated.s3.head_object(Bucket=BUCKET, Key="work/987654321/first/stt.json")


def test_another_generation_recalls_nothing_of_it(artefacts: S3Artefacts) -> None:
    artefacts.save(JOB, "stt.json", b"heard")

    assert artefacts.load(replace(JOB, generation="second"), "stt.json") is None


def test_what_is_cleared_is_gone_and_other_generations_stay(artefacts: S3Artefacts) -> None:
    other = replace(JOB, generation="first-of-another-name")
    for job, name in ((JOB, "stt.json"), (JOB, "llm.json"), (other, "stt.json")):
        artefacts.save(job, name, b"heard")

    artefacts.clear(JOB)
    artefacts.clear(JOB)  # nothing is left to delete

    assert [artefacts.load(JOB, name) for name in ("stt.json", "llm.json")] == [None, None]
    assert artefacts.load(other, "stt.json") == b"heard"


def test_a_passing_fault_is_waited_out(emulated: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    assert emulated.endpoint
    with S3StandIn(b"heard", script=[503, 503]) as stand_in:
        monkeypatch.setenv("AWS_ENDPOINT_URL", stand_in.url)

        assert S3Artefacts(make_s3_client(REGION), BUCKET, PATIENT).load(JOB, "stt.json") == b"heard"


@pytest.mark.parametrize("status", [403, 503])
def test_a_store_that_clears_nothing_is_told_of(emulated: Aws, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    assert emulated.endpoint
    with S3StandIn(script=[status]) as stand_in:
        monkeypatch.setenv("AWS_ENDPOINT_URL", stand_in.url)

        with pytest.raises(JobError):
            S3Artefacts(make_s3_client(REGION), BUCKET, PATIENT).clear(JOB)


def test_a_missing_permission_names_the_bucket_setting(emulated: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    assert emulated.endpoint
    with S3StandIn(script=[403]) as stand_in:
        monkeypatch.setenv("AWS_ENDPOINT_URL", stand_in.url)

        with pytest.raises(JobError) as caught:
            S3Artefacts(make_s3_client(REGION), BUCKET, PATIENT).load(JOB, "stt.json")

    assert (caught.value.condition, caught.value.setting) == (RESULT_FORBIDDEN, "RESULT_BUCKET_NAME")
