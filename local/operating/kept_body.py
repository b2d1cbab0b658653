"""The body of a callback that says DONE: under `work/` until it is accepted, then in the versions of the bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from local.operating.place import Place
    from worker.delivery.ledger.entry import Entry


def bring_back(entry: Entry, place: Place) -> bool:
    """Have the body of an entry's callback where the sweep reads it.

    Returns:
        Whether it is there now. The ledger holds that of a FAILED, S3 that of a DONE.
    """
    outcome = entry.outcome
    if outcome is None or outcome.body is not None:
        return outcome is not None
    bucket, key = place.outputs["ResultBucketName"], f"work/{entry.job_id}/{entry.generation}/{outcome.kept_as}"
    return _is_there(place, bucket, key) or _restore(place, bucket, key)


def _is_there(place: Place, bucket: str, key: str) -> bool:
    try:
        place.aws.s3.head_object(Bucket=bucket, Key=key)
    except ClientError as problem:
        if problem.response.get("Error", {}).get("Code") in {"404", "NoSuchKey"}:
            return False
        raise
    return True


def _restore(place: Place, bucket: str, key: str) -> bool:
    """Copy the latest version before the deletion; a bucket that keeps none has nothing to copy."""
    answer = place.aws.s3.list_object_versions(Bucket=bucket, Prefix=key)
    found = (one.get("VersionId", "") for one in answer.get("Versions", []) if one.get("Key") == key)
    version = next(found, None)
    if version is None:
        return False
    place.aws.s3.copy_object(Bucket=bucket, Key=key, CopySource={"Bucket": bucket, "Key": key, "VersionId": version})
    return True
