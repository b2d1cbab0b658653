"""A message that was sent again: what it says to workers of another version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.builders import sqs_record
from worker.adapters.sqs import SqsQueue
from worker.domain.deliveries import Again, Delivery
from worker.receiving import read_delivery

DELIVERY = Delivery("the body", receive_count=5, last=True, message_id="m0", sent_at=1_796_025_600.123)


@dataclass
class NotingSqs:
    """A client of SQS that writes down what it is asked to send."""

    sent: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def send_message(self, **call: Any) -> None:
        self.sent.append(call)


def test_a_message_that_is_sent_again_has_these_attributes_of_these_types() -> None:
    sqs = NotingSqs()

    SqsQueue(sqs, "https://queue.example").send_again(DELIVERY, 5)  # type: ignore[arg-type] - the one call that is made

    [call] = sqs.sent
    mark = call["MessageAttributes"]["SentAgainAt"]["StringValue"]
    assert float(mark) > 0
    assert call == {
        "QueueUrl": "https://queue.example",
        "MessageBody": "the body",
        "DelaySeconds": 5,
        "MessageAttributes": {
            "FirstSentAt": {"DataType": "Number", "StringValue": "1796025600.123"},
            "SentAgainAt": {"DataType": "Number", "StringValue": mark},
            "FirstMessageId": {"DataType": "String", "StringValue": "m0"},
        },
    }


def test_a_message_that_was_sent_again_once_is_read_as_the_first_one() -> None:
    record = sqs_record("the body", receive_count=2, message_id="m1")
    record["attributes"]["SentTimestamp"] = "1796025700500"
    record["messageAttributes"] = {
        "FirstSentAt": {"stringValue": "1796025600.123", "dataType": "Number"},
        "SentAgainAt": {"stringValue": "1796025699.25", "dataType": "Number"},
        "FirstMessageId": {"stringValue": "m0", "dataType": "String"},
    }

    assert read_delivery(record, 5) == Delivery(
        "the body",
        receive_count=2,
        last=False,
        message_id="m0",
        sent_at=1_796_025_600.123,
        receipt="receipt-m1",
        again=Again("1796025699.25", 1_796_025_700.5),
    )
