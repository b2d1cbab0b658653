"""Who we are to AWS, and whether what the worker needs there can be reached. Nothing is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local.checkup.finding import Finding, bad, good, note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PERMISSION = "check the name and the permissions (WorkerRole in template.yaml lists what the worker needs)"


class Aws:
    """Reads only, in one region, in the name of whoever is at the machine.

    Args:
        values: The settings.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._config = Config(connect_timeout=5, read_timeout=5, retries={"total_max_attempts": 1})

    def identity(self) -> Finding:
        """Credentials that AWS knows."""
        advice = "run aws configure or aws sso login, or set AWS_PROFILE"
        return _try("AWS credentials", self._whoami, advice)

    def buckets(self) -> list[Finding]:
        """The video bucket, and the result bucket where it is another."""
        names = ("VIDEO_BUCKET_NAME", "RESULT_BUCKET_NAME")
        return [_try(name, lambda name=name: self._bucket(name)) for name in names if self._values.get(name)]

    def queue(self) -> list[Finding]:
        """The job queue, and that it gives up after as many deliveries as the worker thinks."""
        if not self._values.get("SQS_QUEUE_URL"):
            return [note("SQS_QUEUE_URL", "unset: failed jobs come back only after the visibility timeout")]
        return [_try("SQS_QUEUE_URL", self._redrive)]

    def table(self) -> list[Finding]:
        """The jobs' table."""
        if not self._values.get("JOB_TABLE_NAME"):
            return [note("JOB_TABLE_NAME", "unset: each process remembers its own jobs, for APP_ENV=dev only")]
        return [_try("JOB_TABLE_NAME", self._look_up)]

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
        text = self._client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
        return {str(name): str(value) for name, value in cast("dict[str, Any]", json.loads(text)).items()}

    def _whoami(self) -> Finding:
        return good("AWS credentials", self._client("sts").get_caller_identity()["Arn"])

    def _bucket(self, name: str) -> Finding:
        bucket = self._values[name]
        self._client("s3").head_bucket(Bucket=bucket)
        return good(name, f"{bucket} is there")

    def _look_up(self) -> Finding:
        table = self._values["JOB_TABLE_NAME"]
        nobody = {":job": {"S": "nobody"}}
        self._client("dynamodb").query(
            TableName=table, KeyConditionExpression="job_id = :job", ExpressionAttributeValues=nobody
        )
        return good("JOB_TABLE_NAME", f"{table} is there")

    def _redrive(self) -> Finding:
        answer = self._client("sqs").get_queue_attributes(
            QueueUrl=self._values["SQS_QUEUE_URL"], AttributeNames=["RedrivePolicy"]
        )
        policy = json.loads(answer.get("Attributes", {}).get("RedrivePolicy", "{}"))
        count = str(policy.get("maxReceiveCount", "never"))
        if count != self._values["MAX_RECEIVE_COUNT"]:
            found = f"the queue gives up after {count} deliveries, the worker after {self._values['MAX_RECEIVE_COUNT']}"
            return bad("MAX_RECEIVE_COUNT", found, "make both the same: the last delivery tells the backend")
        return good("SQS_QUEUE_URL", f"is there, gives up after {count} deliveries")

    def _client(self, service: str) -> Any:  # noqa: ANN401 - one of five services, of which not all have stubs
        make = cast("Callable[..., Any]", boto3.client)  # pyright: ignore[reportUnknownMemberType] - the same
        return make(
            service,
            region_name=self._values["AWS_REGION"],
            endpoint_url=self._values.get("AWS_ENDPOINT_URL") or None,
            config=self._config,
        )


def explain(subject: str, problem: Exception, advice: str = _PERMISSION) -> Finding:
    """A refusal by its code, anything else by its kind."""
    if isinstance(problem, ClientError):
        return bad(subject, f"refused: {problem.response.get('Error', {}).get('Code', 'no code')}", advice)
    return bad(subject, type(problem).__name__, advice)


def _try(subject: str, look: Callable[[], Finding], advice: str = _PERMISSION) -> Finding:
    try:
        return look()
    except (BotoCoreError, ClientError, ValueError) as problem:
        return explain(subject, problem, advice)
