"""Who we are to AWS, and whether what the worker needs there can be reached. Nothing is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from local.checkup.access import Access, attempt
from local.checkup.buckets import check_lifecycle, check_missing_key
from local.checkup.finding import Finding, State, bad, good, note

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOG_IN = "run aws configure or aws sso login, or set AWS_PROFILE"
_LIST = "check the name; where it is right, s3:ListBucket for {} is missing (WorkerRole in template.yaml has it)"


class Aws:
    """Reads only, in one region, in the name of whoever is at the machine.

    Args:
        access: The way there.
        values: The settings.
    """

    def __init__(self, access: Access, values: Mapping[str, str]) -> None:
        self._values = values
        self._access = access

    def identity(self) -> Finding:
        """Credentials that AWS knows."""
        return attempt("AWS credentials", lambda: good("AWS credentials", self._access.caller()), _LOG_IN)

    def buckets(self) -> list[Finding]:
        """Where videos come from and results go; each may be listed, as the worker does, under its prefix only."""
        videos = self._values.get("VIDEO_BUCKET_NAME", "")
        results = self._values.get("RESULT_BUCKET_NAME") or videos
        places = [("VIDEO_BUCKET_NAME", videos, "videos/"), ("RESULT_BUCKET_NAME", results, "results/")]
        listed = [
            attempt(name, lambda place=(name, bucket, prefix): self._list(*place), _LIST.format(prefix))
            for name, bucket, prefix in places
            if bucket
        ]
        return [*listed, *self._details(videos, results)] if all(one.state is State.GOOD for one in listed) else listed

    def _details(self, videos: str, results: str) -> list[Finding]:
        """What matters once the buckets are there."""
        if not videos:
            return []
        return [
            check_missing_key(self._access, "missing video", videos, "videos/"),
            check_missing_key(self._access, "missing checkpoint", results, "work/"),
            check_lifecycle(self._access, results),
        ]

    def queue(self) -> list[Finding]:
        """The job queue, and that it gives up after as many deliveries as the worker thinks."""
        if not self._values.get("SQS_QUEUE_URL"):
            return [note("SQS_QUEUE_URL", "unset: failed jobs come back only after the visibility timeout")]
        return [attempt("SQS_QUEUE_URL", self._redrive)]

    def table(self) -> list[Finding]:
        """The jobs' table."""
        if not self._values.get("JOB_TABLE_NAME"):
            return [note("JOB_TABLE_NAME", "unset: each process remembers its own jobs, for APP_ENV=dev only")]
        return [attempt("JOB_TABLE_NAME", self._look_up)]

    def secrets(self) -> dict[str, str]:
        """What the secret behind `SECRETS_ARN` holds; nothing where there is none.

        Raises:
            BotoCoreError: AWS cannot be reached.
            ClientError: AWS refuses.
            ValueError: It is no JSON object.
        """
        arn = self._values.get("SECRETS_ARN", "").strip()
        if not arn:
            return {}
        text = self._access.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
        return {str(name): str(value) for name, value in cast("dict[str, Any]", json.loads(text)).items()}

    def _list(self, name: str, bucket: str, prefix: str) -> Finding:
        self._access.client("s3").list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=1)
        return good(name, f"{prefix} of {bucket} can be listed")

    def _look_up(self) -> Finding:
        table = self._values["JOB_TABLE_NAME"]
        nobody = {":job": {"S": "nobody"}}
        self._access.client("dynamodb").query(
            TableName=table, KeyConditionExpression="job_id = :job", ExpressionAttributeValues=nobody
        )
        return good("JOB_TABLE_NAME", f"{table} is there")

    def _redrive(self) -> Finding:
        answer = self._access.client("sqs").get_queue_attributes(
            QueueUrl=self._values["SQS_QUEUE_URL"], AttributeNames=["RedrivePolicy"]
        )
        policy = json.loads(answer.get("Attributes", {}).get("RedrivePolicy", "{}"))
        count = str(policy.get("maxReceiveCount", "never"))
        if count != self._values["MAX_RECEIVE_COUNT"]:
            found = f"the queue gives up after {count} deliveries, the worker after {self._values['MAX_RECEIVE_COUNT']}"
            return bad("MAX_RECEIVE_COUNT", found, "make both the same: the last delivery tells the backend")
        return good("SQS_QUEUE_URL", f"is there, gives up after {count} deliveries")
