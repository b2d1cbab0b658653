"""The job queue."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from worker.telemetry.log import logger

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import EmptyResponseMetadataTypeDef, MessageAttributeValueTypeDef

    from worker.delivery.delivery import Delivery


LONGEST_DELAY = 900
"""Seconds; SQS's limit."""

SENDING_SECONDS = 60
"""Longer than one send takes: 5 s to connect, 5 s for the answer, and 10 s if a name server does not answer."""


class SqsQueue:
    """Implements `delivery.ports.Queue`."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def hide(self, receipt: str, seconds: int) -> None:
        self.extend(receipt, seconds)

    def extend(self, receipt: str, seconds: int) -> float | None:
        try:
            answer = self._client.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=seconds
            )
        except (ClientError, BotoCoreError) as error:
            message, kind = "visibility not changed, the queue's own timeout stands", type(error).__name__
            logger.warning(message, stage="HIDE_FAILED", duration_ms=0, error_type=kind)
            return None
        return _read_date(answer)

    def requeue(self, delivery: Delivery, seconds: int) -> bool:
        attributes = _describe(delivery, self.extend(delivery.receipt, SENDING_SECONDS))
        try:
            self._client.send_message(
                QueueUrl=self._url,
                MessageBody=delivery.body,
                DelaySeconds=min(seconds, LONGEST_DELAY),
                MessageAttributes=attributes,
            )
        except (ClientError, BotoCoreError) as error:
            kind = type(error).__name__
            logger.warning("message not sent again, it stays", stage="SEND_FAILED", duration_ms=0, error_type=kind)
            return False
        return True


def _describe(delivery: Delivery, now: float | None) -> dict[str, MessageAttributeValueTypeDef]:
    """The attributes of a message that is sent again; `now` is the queue's time, None if it is not known."""
    numbers = {
        "FirstSentAt": delivery.sent_at,
        # The mark of this send. It is a time because workers of an earlier version compare it.
        "SentAgainAt": time.time(),
        **({} if now is None else {"SentAgainBy": now + SENDING_SECONDS}),
    }
    return {
        **{name: {"DataType": "Number", "StringValue": str(number)} for name, number in numbers.items()},
        "FirstMessageId": {"DataType": "String", "StringValue": delivery.message_id},
    }


def _read_date(answer: EmptyResponseMetadataTypeDef) -> float | None:
    """When SQS answered, by its clock: the end of the second in its header, which gives no fraction.

    So a message that was sent before an outcome is decided in that second does not count as sent after it.
    """
    try:
        return parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"]).timestamp() + 1.0
    except (KeyError, ValueError):
        return None
