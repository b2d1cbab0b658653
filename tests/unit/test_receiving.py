from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import s3_message, sqs_record
from worker.delivery.delivery import Requeued
from worker.delivery.receiving import read_delivery

if TYPE_CHECKING:
    from tests.conftest import LogLines

SENT, FIRST = 1_000_000.0, 999_000.0
OURS: dict[str, object] = {"FirstSentAt": f"{FIRST}", "SentAgainAt": "a", "FirstMessageId": "m0"}

UNREADABLE = ["", " ", "x", "nan", "inf", "-inf", "-1", "1e300", "9" * 5000, "\N{DIGIT FOUR}\0", "1,5"]


def a_record(*attributes: tuple[str, object], **ours: object) -> dict[str, Any]:
    record = sqs_record(s3_message())
    record["attributes"] = {"ApproximateReceiveCount": "3", "SentTimestamp": f"{SENT * 1000:.0f}"} | dict(attributes)
    record["messageAttributes"] = {name: {"stringValue": text, "dataType": "String"} for name, text in ours.items()}
    return record


def test_a_message_says_how_often_it_was_received_and_when_it_was_sent() -> None:
    delivery = read_delivery(a_record(), 3)

    assert (delivery.receive_count, delivery.last, delivery.message_id, delivery.sent_at) == (3, True, "m1", SENT)
    assert (delivery.requeued, delivery.receipt) == (None, "receipt-m1")


def test_a_message_that_we_sent_again_is_the_one_that_it_was_at_first() -> None:
    delivery = read_delivery(a_record(**OURS), 5)

    assert (delivery.message_id, delivery.sent_at) == ("m0", FIRST)
    assert delivery.requeued == Requeued("a", SENT)


def test_a_message_that_we_sent_again_says_until_when_that_can_have_been() -> None:
    assert read_delivery(a_record(**OURS, SentAgainBy=f"{SENT + 61}"), 5).requeued == Requeued("a", SENT, SENT + 61)


@pytest.mark.parametrize("text", UNREADABLE)
def test_an_end_of_our_sending_that_is_none_is_left_out(text: str, log_lines: LogLines) -> None:
    assert read_delivery(a_record(**OURS, SentAgainBy=text), 5).requeued == Requeued("a", SENT)
    assert log_lines.lines[-1]["attribute"] == "SentAgainBy"


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_time_of_first_sending_that_is_none_is_left_out(text: str, log_lines: LogLines) -> None:
    delivery = read_delivery(a_record(**{**OURS, "FirstSentAt": text}), 5)

    assert (delivery.sent_at, delivery.requeued) == (SENT, None)
    assert log_lines.lines[-1]["attribute"] == "FirstSentAt"


@pytest.mark.parametrize("text", [f"{SENT + 0.5}", "253402300799"])
def test_no_message_was_sent_first_after_it_was_sent_again(text: str) -> None:
    assert read_delivery(a_record(**{**OURS, "FirstSentAt": text}), 5).sent_at == SENT


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_time_of_sending_that_is_none_is_left_out(text: str, log_lines: LogLines) -> None:
    assert read_delivery(a_record(("SentTimestamp", text)), 5).sent_at == 0
    assert log_lines.lines[-1]["attribute"] == "SentTimestamp"


@pytest.mark.parametrize("text", ["0", *UNREADABLE])
def test_a_count_of_receives_that_is_none_is_left_out(text: str, log_lines: LogLines) -> None:
    assert read_delivery(a_record(("ApproximateReceiveCount", text)), 5).receive_count == 1
    assert log_lines.lines[-1]["attribute"] == "ApproximateReceiveCount"


@pytest.mark.parametrize("name", ["FirstMessageId", "SentAgainAt"])
@pytest.mark.parametrize("text", ["", "\0", "x" * 101, None, 7])
def test_a_name_that_sqs_and_we_do_not_give_is_left_out(name: str, text: object, log_lines: LogLines) -> None:
    delivery = read_delivery(a_record(**{**OURS, name: text}), 5)

    assert (delivery.message_id, delivery.requeued) in [("m1", Requeued("a", SENT)), ("m0", None)]
    assert log_lines.lines[-1]["attribute"] == name


@pytest.mark.parametrize("attributes", [None, [], "x", {"FirstSentAt": None}, {"FirstSentAt": {"binaryValue": "eA=="}}])
def test_attributes_of_another_form_are_left_out(attributes: object) -> None:
    delivery = read_delivery(a_record() | {"messageAttributes": attributes}, 5)

    assert (delivery.sent_at, delivery.requeued, delivery.message_id) == (SENT, None, "m1")


def test_what_cannot_be_read_is_not_quoted(log_lines: LogLines) -> None:
    read_delivery(a_record(**{**OURS, "FirstSentAt": "zzmark"}), 5)

    assert "zzmark" not in log_lines.text
