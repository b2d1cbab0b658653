from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from worker.adapters.aws import make_sqs_client
from worker.adapters.sqs import SqsQueue

if TYPE_CHECKING:
    from local.aws import Aws

REGION = "ap-northeast-2"


@pytest.fixture
def url(emulated: Aws) -> str:
    url = emulated.sqs.create_queue(QueueName="jobs-of-the-tests", Attributes={"VisibilityTimeout": "3600"})["QueueUrl"]
    emulated.sqs.send_message(QueueUrl=url, MessageBody="x")
    return url


def receive(aws: Aws, url: str) -> list[str]:
    answer = aws.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=0)
    return [message.get("ReceiptHandle", "") for message in answer.get("Messages", [])]


def test_a_message_hidden_for_no_time_is_there_again(emulated: Aws, url: str) -> None:
    [receipt] = receive(emulated, url)

    SqsQueue(make_sqs_client(REGION), url).hide(receipt, 0)

    assert len(receive(emulated, url)) == 1


def test_a_message_that_is_sent_again_says_when_it_was_sent_first(emulated: Aws, url: str) -> None:
    emulated.sqs.purge_queue(QueueUrl=url)

    assert SqsQueue(make_sqs_client(REGION), url).send_again("body", 0, 1000.5)

    answer = emulated.sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])
    [message] = answer.get("Messages", [])
    assert message.get("Body") == "body"
    assert message.get("MessageAttributes", {})["FirstSentAt"].get("StringValue") == "1000.5"


def test_a_queue_that_cannot_be_sent_to_is_logged_and_not_raised(
    emulated: Aws, caplog: pytest.LogCaptureFixture
) -> None:
    assert not SqsQueue(make_sqs_client(REGION), f"{emulated.endpoint}/000000000000/nobodys").send_again("x", 0, 0)
    assert "not sent again" in caplog.text


def test_a_receipt_that_no_longer_counts_is_logged_and_not_raised(url: str, caplog: pytest.LogCaptureFixture) -> None:
    SqsQueue(make_sqs_client(REGION), url).hide("no-such-receipt", 30)

    assert "visibility not changed" in caplog.text
