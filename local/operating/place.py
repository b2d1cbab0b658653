"""Which deployment is meant, and clients for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from local.aws import REFUSALS, Account, Aws
from local.deployment import STACK_NAME
from local.served import ENVIRONMENT
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.dynamodb.ledger import DynamoLedger
from worker.delivery.ledger.due import DeathLimits

if TYPE_CHECKING:
    from pathlib import Path

    from worker.delivery.ledger.entry import Entry


class NoStackError(Exception):
    """There is no such deployment; the message says what to do."""


class UnreadableItemError(Exception):
    """An item of the ledger is not as this version writes it; the message says of which job."""


@dataclass(frozen=True)
class Place:
    """One deployment.

    Attributes:
        name: Of the stack.
        outputs: Of the stack.
        aws: Where it is.
    """

    name: str
    outputs: Mapping[str, str]
    aws: Aws

    @property
    def is_local(self) -> bool:
        """Whether it is emulated on this machine."""
        return not isinstance(self.aws, Account)

    @property
    def ledger(self) -> DynamoLedger:
        """The table of the jobs."""
        return DynamoLedger(self.aws.tables, self.outputs["JobTableName"], RetryPolicy(1, 1.0))

    def read_ledger(self, job_id: str) -> list[Entry]:
        """Every upload of a job, the latest last.

        Raises:
            JobError: The table cannot be read.
            UnreadableItemError: One of its items cannot.
        """
        try:
            return sorted(self.ledger.read(job_id), key=lambda entry: entry.first_seen)
        except ValidationError as problem:
            raise UnreadableItemError(f"The ledger of {self.name} has an unreadable item of job {job_id}.") from problem

    def read_most_attempts(self) -> int:
        """How many attempts a job has: those that the queue gives a message, as `MAX_RECEIVE_COUNT` says."""
        names = self.aws.sqs.get_queue_attributes(
            QueueUrl=self.outputs["QueueUrl"], AttributeNames=["RedrivePolicy"]
        ).get("Attributes", {})
        return int(json.loads(names.get("RedrivePolicy", "{}")).get("maxReceiveCount", DeathLimits().attempts))


def find_place(environ: Mapping[str, str], served: Path = ENVIRONMENT) -> Place:
    """Find the stack `STACK` in AWS, else the local one.

    Args:
        environ: `STACK`, and what boto3 reads: credentials, region, endpoint.
        served: Where the local stack says what it serves.

    Raises:
        NoStackError: There is none.
    """
    name = environ.get("STACK")
    aws = Account(environ.get("AWS_REGION")) if name else Aws(_read_endpoint(served))
    name = name or STACK_NAME
    return Place(name, _read_outputs(aws, name), aws)


def _read_endpoint(served: Path) -> str:
    try:
        variables = json.loads(served.read_text())["Worker"]
    except FileNotFoundError:
        raise NoStackError("Name a stack (STACK=name), or serve the local one with `make local-up`.") from None
    return variables["AWS_ENDPOINT_URL"]


def _read_outputs(aws: Aws, name: str) -> dict[str, str]:
    try:
        [stack] = aws.stacks.describe_stacks(StackName=name)["Stacks"]
    except REFUSALS as problem:
        raise NoStackError(f"The stack {name} cannot be read: {problem}") from problem
    return {output.get("OutputKey", ""): output.get("OutputValue", "") for output in stack.get("Outputs", [])}
