"""The dead-letter queue: looked at without taking anything out, and moved back into the job queue."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from worker.domain.jobs import Job
from worker.messages import Ignored, Unaddressable, UnreadableMessageError, read_message

if TYPE_CHECKING:
    from collections.abc import Generator

    from mypy_boto3_sqs.type_defs import MessageTypeDef

    from local.operating.place import Place

_HIDDEN_SECONDS = 60
"""While they are looked at, so that none is seen twice; then they are shown again at once."""


@dataclass(frozen=True)
class DeadLetter:
    """One message.

    Attributes:
        message_id: SQS's.
        sent_at: Seconds since 1970.
        body: As sent.
        receipt: To delete it, while it is looked at.
        jobs: What it is about.
        problem: Why nobody can be told, or what no job can be read from; empty where each record names one.
    """

    message_id: str
    sent_at: float
    body: str
    receipt: str
    jobs: tuple[Job, ...]
    problem: str


@contextmanager
def looking(place: Place) -> Generator[list[DeadLetter]]:
    """All dead letters, hidden from everybody else meanwhile.

    Yields:
        The oldest first.
    """
    queue, found = place.outputs["DeadLetterQueueUrl"], dict[str, DeadLetter]()
    while received := _receive(place, queue):
        found |= {message.get("MessageId", ""): _read(message, place) for message in received}
    try:
        yield sorted(found.values(), key=lambda letter: letter.sent_at)
    finally:
        for letter in found.values():
            _show_again(place, queue, letter)


def move_back(place: Place, job_id: str | None) -> int | None:
    """Let messages be worked on again: those about one job, or all.

    Returns:
        How many; None where AWS does it by itself from now on.
    """
    if job_id is None and _start_moving(place):
        return None
    with looking(place) as letters:
        chosen = [one for one in letters if job_id is None or job_id in {job.job_id for job in one.jobs}]
        for letter in chosen:
            # In this order: a message that is there twice does no harm, one that is nowhere is lost.
            place.aws.sqs.send_message(QueueUrl=place.outputs["QueueUrl"], MessageBody=letter.body)
            place.aws.sqs.delete_message(QueueUrl=place.outputs["DeadLetterQueueUrl"], ReceiptHandle=letter.receipt)
    return len(chosen)


def _start_moving(place: Place) -> bool:
    """SQS's own redrive; whether this SQS has it (MiniStack 1.5.33 does not)."""
    try:
        place.aws.sqs.start_message_move_task(SourceArn=place.outputs["DeadLetterQueueArn"])
    except ClientError as problem:
        if problem.response.get("Error", {}).get("Code") != "InvalidAction":
            raise
        return False
    return True


def _receive(place: Place, queue: str) -> list[MessageTypeDef]:
    answer = place.aws.sqs.receive_message(
        QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=_HIDDEN_SECONDS, AttributeNames=["SentTimestamp"]
    )
    return answer.get("Messages", [])


def _read(message: MessageTypeDef, place: Place) -> DeadLetter:
    body = message.get("Body", "")
    jobs, problem = _read_body(body, place.outputs["VideoBucketName"])
    sent_at = int(message.get("Attributes", {}).get("SentTimestamp", "0")) / 1000
    return DeadLetter(message.get("MessageId", ""), sent_at, body, message.get("ReceiptHandle", ""), jobs, problem)


def _read_body(body: str, bucket: str) -> tuple[tuple[Job, ...], str]:
    try:
        items = read_message(body, bucket)
    except UnreadableMessageError as error:
        return (), f"unreadable: {error}"
    problems = [item.reason for item in items if isinstance(item, Unaddressable)]
    return tuple(item for item in items if not isinstance(item, Ignored | Unaddressable)), "; ".join(problems)


def _show_again(place: Place, queue: str, letter: DeadLetter) -> None:
    try:
        place.aws.sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=letter.receipt, VisibilityTimeout=0)
    except ClientError:  # deleted, or shown again by its own timeout
        return
