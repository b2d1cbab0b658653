"""Data that the attempts of a job save for later ones, under `work/{job_id}/{generation}/` beside the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.calls.retry import CallLimits
from worker.adapters.s3.bucket import S3Bucket
from worker.adapters.s3.faults import RESULT, S3_ERRORS, is_missing
from worker.jobs.deadline import Deadline

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

    from worker.jobs.job import Job

_LIMITS = CallLimits("CHECKPOINT", at_least=0.0, at_most=5.0)
_PATIENCE = 8.0
"""Seconds for one artefact with all its retries: less than the time reserved for the callback."""

_MOST_CLEARED = 1000
"""S3's limit of a listing and of a deletion."""


class S3Artefacts(S3Bucket):
    """Implements `delivery.ports.Artefacts` in one bucket; its lifecycle deletes them after two weeks."""

    def load(self, job: Job, name: str) -> bytes | None:
        return self.retry.run(lambda: self._get(_key(job, name)), Deadline.after(_PATIENCE), _LIMITS)

    def _get(self, key: str) -> bytes | None:
        try:
            return self.client.get_object(Bucket=self.name, Key=key)["Body"].read()
        except S3_ERRORS as error:
            if is_missing(error):
                return None
            raise RESULT.explain(error) from error

    def save(self, job: Job, name: str, body: bytes) -> None:
        self.put(_key(job, name), body, _LIMITS, Deadline.after(_PATIENCE))

    @RESULT.explained()
    def clear(self, job: Job) -> None:
        """One listing and one deletion, of at most 1000: hours of sound make hundreds, and the rest can wait."""
        listed = self.client.list_objects_v2(Bucket=self.name, Prefix=_key(job, ""), MaxKeys=_MOST_CLEARED)
        keys: list[ObjectIdentifierTypeDef] = [{"Key": one["Key"]} for one in listed.get("Contents", [])]  # type: ignore[typeddict-item] - every object has one
        if keys:
            self.client.delete_objects(Bucket=self.name, Delete={"Objects": keys, "Quiet": True})


def _key(job: Job, name: str) -> str:
    return f"work/{job.job_id}/{job.generation}/{name}"
