"""Every version of objects in S3, listed and deleted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from local.aws import REFUSALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy_boto3_s3 import S3Client

_MOST = 1000
"""S3's limit of a deletion."""


@dataclass(frozen=True)
class Version:
    """One version of an object, or a marker of its deletion. In a bucket without versions `version_id` is `null`."""

    bucket: str
    key: str
    version_id: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


def list_versions(s3: S3Client, bucket: str, prefix: str) -> Iterator[Version]:
    """List every version and every deletion marker under a prefix.

    Raises:
        REFUSALS: S3 refuses; it asks for `s3:ListBucketVersions`.
    """
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
        for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
            yield Version(bucket, one.get("Key", ""), one.get("VersionId", "null"))


def delete_versions(s3: S3Client, versions: Sequence[Version]) -> dict[Version, str]:
    """Delete versions for good.

    Returns:
        Those that S3 did not delete, with its reasons. It asks for `s3:DeleteObjectVersion`.
    """
    refused: dict[Version, str] = {}
    for bucket, group in groupby(versions, key=lambda version: version.bucket):
        found = list(group)
        for start in range(0, len(found), _MOST):
            refused |= _delete_batch(s3, bucket, found[start : start + _MOST])
    return refused


def _delete_batch(s3: S3Client, bucket: str, versions: list[Version]) -> dict[Version, str]:
    names = [{"Key": one.key, "VersionId": one.version_id} for one in versions]
    try:
        answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": names, "Quiet": True})  # type: ignore[typeddict-item] - these two names are allowed
    except REFUSALS as problem:
        return dict.fromkeys(versions, str(problem))
    return {
        Version(bucket, one.get("Key", ""), one.get("VersionId", "null")): one.get("Code", "refused")
        for one in answer.get("Errors", [])
    }
