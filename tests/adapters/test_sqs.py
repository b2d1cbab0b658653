from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from worker.adapters.aws import make_sqs_client
from worker.adapters.sqs import SqsQueue
from worker.delivery.delivery import Delivery

if TYPE_CHECKING:
    from local.aws import Aws

REGION = "ap-northeast-2"
DELIVERY = Delivery("body", receive_count=5, last=True, message_id="m1")


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


def test_a_message_that_is_worked_on_is_hidden_and_the_queue_says_when(emulated: Aws, url: str) -> None:
    [receipt] = receive(emulated, url)
    queue = SqsQueue(make_sqs_client(REGION), url)
    queue.hide(receipt, 0)
    [receipt] = receive(emulated, url)

    assert queue.extend(receipt, 60) is not None
    assert receive(emulated, url) == []


class Dated:
    """A client whose answers have these headers."""

    def __init__(self, **headers: str) -> None:
        self.answer = {"ResponseMetadata": {"HTTPHeaders": headers}}

    def change_message_visibility(self, **_: object) -> object:
        return self.answer


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        pytest.param({"date": "Mon, 30 Nov 2026 08:00:00 GMT"}, 1_796_025_601.0, id="the end of the second"),
        pytest.param({"date": "yesterday"}, None, id="no date"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_the_queues_time_is_the_date_of_its_answer(headers: dict[str, str], said: float | None) -> None:
    client = Dated(**headers)

    assert SqsQueue(client, "https://queue.example").extend("receipt", 60) == said  # type: ignore[arg-type] - the one call that is made


def test_a_message_that_is_sent_again_says_which_one_it_was_and_when_it_was_sent_first(emulated: Aws, url: str) -> None:
    emulated.sqs.purge_queue(QueueUrl=url)

    assert SqsQueue(make_sqs_client(REGION), url).requeue(replace(DELIVERY, sent_at=1000.5), 0)

    answer = emulated.sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])
    [message] = answer.get("Messages", [])
    assert message.get("Body") == "body"
    attributes = message.get("MessageAttributes", {})
    assert attributes["FirstSentAt"].get("StringValue") == "1000.5"
    assert attributes["FirstMessageId"].get("StringValue") == "m1"


class Noting(Dated):
    """A client that notes what is sent: the emulated queue takes any wait, SQS none over 900 s."""

    def __init__(self, **headers: str) -> None:
        super().__init__(**headers)
        self.sent: list[Any] = []

    def send_message(self, **call: object) -> None:
        self.sent.append(call)


@pytest.mark.parametrize(("seconds", "delay"), [(5, 5), (900, 900), (901, 900), (5400, 900)])
def test_a_message_that_is_sent_again_waits_no_longer_than_sqs_lets_it(seconds: int, delay: int) -> None:
    client = Noting()

    assert SqsQueue(client, "https://queue.example").requeue(DELIVERY, seconds)  # type: ignore[arg-type] - the two calls that are made
    assert [call["DelaySeconds"] for call in client.sent] == [delay]


@pytest.mark.parametrize(
    ("headers", "says"), [({"date": "Mon, 30 Nov 2026 08:00:00 GMT"}, "1796025661.0"), ({}, None)], ids=["date", "none"]
)
def test_a_message_that_is_sent_again_says_until_when_that_can_have_been_by_the_queues_clock(
    headers: dict[str, str], says: str | None
) -> None:
    client = Noting(**headers)

    SqsQueue(client, "https://queue.example").requeue(DELIVERY, 5)  # type: ignore[arg-type] - the two calls that are made

    [call] = client.sent
    assert call["MessageAttributes"].get("SentAgainBy", {}).get("StringValue") == says


def test_a_queue_that_cannot_be_sent_to_is_logged_and_not_raised(
    emulated: Aws, caplog: pytest.LogCaptureFixture
) -> None:
    assert not SqsQueue(make_sqs_client(REGION), f"{emulated.endpoint}/000000000000/nobodys").requeue(DELIVERY, 0)
    assert "not sent again" in caplog.text


def test_a_receipt_that_no_longer_counts_is_logged_and_not_raised(url: str, caplog: pytest.LogCaptureFixture) -> None:
    assert SqsQueue(make_sqs_client(REGION), url).extend("no-such-receipt", 30) is None
    assert "visibility not changed" in caplog.text
