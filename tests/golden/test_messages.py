"""A message that was sent again: what it says to workers of another version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.builders import sqs_record
from worker.adapters.sqs import SqsQueue
from worker.delivery.delivery import Delivery, Requeued
from worker.delivery.receiving import read_delivery

DELIVERY = Delivery("the body", receive_count=5, last=True, message_id="m0", sent_at=1_796_025_600.123)


@dataclass
class NotingSqs:
    """A client of SQS that writes down what it is asked to send, and says the time."""

    sent: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def change_message_visibility(self, **_: object) -> dict[str, Any]:
        return {"ResponseMetadata": {"HTTPHeaders": {"date": "Mon, 30 Nov 2026 08:00:00 GMT"}}}

    def send_message(self, **call: Any) -> None:
        self.sent.append(call)


def test_a_message_that_is_sent_again_has_these_attributes_of_these_types() -> None:
    sqs = NotingSqs()
    queue = SqsQueue(sqs, "https://queue.example")  # type: ignore[arg-type] - the calls that are made

    queue.requeue(DELIVERY, 5)

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
            "SentAgainBy": {"DataType": "Number", "StringValue": "1796025661.0"},
            "FirstMessageId": {"DataType": "String", "StringValue": "m0"},
        },
    }


NEWEST = {"SentAgainBy": {"stringValue": "1796025760.5", "dataType": "Number"}}


@pytest.mark.parametrize(
    ("more", "again"),
    [
        pytest.param({}, Requeued("1796025699.25", 1_796_025_700.5), id="of an earlier version"),
        pytest.param(
            NEWEST, Requeued("1796025699.25", 1_796_025_700.5, 1_796_025_760.5), id="with the end of the sending"
        ),
        pytest.param(
            {"Later": {"stringValue": "x"}}, Requeued("1796025699.25", 1_796_025_700.5), id="of a later version"
        ),
    ],
)
def test_a_message_that_was_sent_again_once_is_read_as_the_first_one(more: dict[str, Any], again: Requeued) -> None:
    record = sqs_record("the body", receive_count=2, message_id="m1")
    record["attributes"]["SentTimestamp"] = "1796025700500"
    record["messageAttributes"] = more | {
        "FirstSentAt": {"stringValue": "1796025600.123", "dataType": "Number"},
        "SentAgainAt": {"stringValue": "1796025699.25", "dataType": "Number"},
        "FirstMessageId": {"stringValue": "m0", "dataType": "String"},
    }

    delivery = read_delivery(record, 5)

    assert (delivery.message_id, delivery.sent_at, delivery.requeued) == ("m0", 1_796_025_600.123, again)
    assert (delivery.receive_count, delivery.last, delivery.receipt) == (2, False, "receipt-m1")
