"""A message of SQS as Lambda hands it to a handler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef


def make_record(message: MessageTypeDef) -> dict[str, Any]:
    """A record of an event, with everything that boto3 was asked for."""
    attributes = {
        name: {"stringValue": value.get("StringValue", ""), "dataType": value["DataType"]}
        for name, value in message.get("MessageAttributes", {}).items()
    }
    return {
        "messageId": message.get("MessageId", ""),
        "receiptHandle": message.get("ReceiptHandle", ""),
        "body": message.get("Body", ""),
        "attributes": dict(message.get("Attributes", {})),
        "messageAttributes": attributes,
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:ap-northeast-2:000000000000:faults",
        "awsRegion": "ap-northeast-2",
    }
