"""The meaning of S3's errors."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
from urllib3.exceptions import HTTPError

from worker.adapters.aws import code_of
from worker.jobs.errors import (
    RESULT_FORBIDDEN,
    RESULT_UNAVAILABLE,
    SOURCE_FORBIDDEN,
    SOURCE_GONE,
    SOURCE_REPLACED,
    SOURCE_UNAVAILABLE,
    Condition,
    JobError,
)

if TYPE_CHECKING:
    from collections.abc import Generator

S3_ERRORS = (ClientError, BotoCoreError, HTTPError)
"""Everything boto3 raises for a call: an error answer, or no answer. A TLS failure in a body stays urllib3's."""

_EXPIRED = frozenset({"ExpiredToken", "RequestTimeTooSkewed", "RequestTimeout"})
_FORBIDDEN = frozenset({400, 401, 403})


def status_of(error: BaseException) -> int:
    """The HTTP status of an error answer, 0 where there was none."""
    if not isinstance(error, ClientError):
        return 0
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)


def is_missing(error: BaseException) -> bool:
    """Whether the object (not the bucket) is missing; a 405 means that the version is a delete marker."""
    return status_of(error) in {404, 405} and code_of(error) != "NoSuchBucket"


@dataclass(frozen=True, slots=True)
class FaultTable:
    """The conditions for the statuses of one bucket, and the setting that names the bucket."""

    subject: str
    unavailable: Condition
    forbidden: Condition
    setting: str
    others: Mapping[int, tuple[Condition, str]]

    @contextmanager
    def explained(self) -> Generator[None]:
        """Turn S3's errors into ours."""
        try:
            yield
        except S3_ERRORS as error:
            raise self.explain(error) from error

    def explain(self, error: BaseException) -> JobError:
        """Our error for an S3 error. Expired credentials and a skewed clock are retryable: they pass."""
        status, code = status_of(error), code_of(error)
        if code in _EXPIRED:
            return JobError(self.unavailable, self.subject, f"S3 answered {code}.")
        if code == "NoSuchBucket" or status in _FORBIDDEN or isinstance(error, NoCredentialsError):
            sentence = f"S3 answered {code or 'no credentials'}; check the bucket and the role."
            return JobError(self.forbidden, self.subject, sentence, setting=self.setting)
        if status in self.others:
            condition, sentence = self.others[status]
            return JobError(condition, self.subject, sentence)
        what = f"answered {status} {code}" if status else f"did not answer ({type(error).__name__})"
        return JobError(self.unavailable, self.subject, f"S3 {what}.")


DOWNLOAD = FaultTable(
    "DOWNLOAD",
    SOURCE_UNAVAILABLE,
    SOURCE_FORBIDDEN,
    "VIDEO_BUCKET_NAME",
    {
        404: (SOURCE_GONE, "the video is no longer there."),
        405: (SOURCE_GONE, "the video was deleted."),
        412: (SOURCE_REPLACED, "the video was replaced by another upload."),
        416: (SOURCE_REPLACED, "the video became shorter under the job."),
    },
)
RESULT = FaultTable("RESULT", RESULT_UNAVAILABLE, RESULT_FORBIDDEN, "RESULT_BUCKET_NAME", {})
