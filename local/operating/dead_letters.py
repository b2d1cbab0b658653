"""The dead-letter queue: looked at without taking anything out, and moved back into the job queue."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from worker.bootstrap.tasks import make_intake
from worker.delivery.messages import UnreadableMessageError, read_message
from worker.jobs.job import Job
from worker.jobs.task import Ignored, Unaddressable

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from mypy_boto3_sqs.type_defs import MessageTypeDef

    from local.operating.place import Place

_HIDDEN_SECONDS = 600
"""While they are looked at, so that none is seen twice; then they are shown again at once."""

_LOOKING_SECONDS = 300.0
"""A look ends before what it has hidden first appears again."""

MOST = 20_000
"""Letters in one look: SQS hides 120,000 messages of a queue at most."""


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
def looking(place: Place, most: int = MOST) -> Generator[list[DeadLetter]]:
    """Dead letters, hidden from everybody else meanwhile.

    Args:
        place: Whose.
        most: After so many the look ends, as it does after five minutes.

    Yields:
        Those that were seen, the oldest first.
    """
    queue, found = place.outputs["DeadLetterQueueUrl"], dict[str, DeadLetter]()
    ends = time.monotonic() + _LOOKING_SECONDS
    try:
        while len(found) < most and time.monotonic() < ends and (received := _receive(place, queue)):
            found |= {message.get("MessageId", ""): _read(message, place) for message in received}
        yield sorted(found.values(), key=lambda letter: letter.sent_at)
    finally:
        letters = list(found.values())
        for start in range(0, len(letters), 10):  # as many as SQS takes in a batch
            _show_again(place, queue, letters[start : start + 10])


def count(place: Place) -> int:
    """How many dead letters there are, about: SQS counts with some delay."""
    answer = place.aws.sqs.get_queue_attributes(
        QueueUrl=place.outputs["DeadLetterQueueUrl"],
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )
    return sum(int(number) for number in answer.get("Attributes", {}).values())


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
        items = read_message(body, make_intake(bucket, "summary"))
    except UnreadableMessageError as error:
        return (), f"unreadable: {error}"
    problems = [item.reason for item in items if isinstance(item, Unaddressable)]
    return tuple(item for item in items if not isinstance(item, Ignored | Unaddressable)), "; ".join(problems)


def _show_again(place: Place, queue: str, letters: Sequence[DeadLetter]) -> None:
    """One that was deleted, or shown again by its own timeout, is refused in the answer, and nothing is to be done."""
    place.aws.sqs.change_message_visibility_batch(
        QueueUrl=queue,
        Entries=[
            {"Id": str(number), "ReceiptHandle": letter.receipt, "VisibilityTimeout": 0}
            for number, letter in enumerate(letters)
        ],
    )
