"""A worker that could not even read its settings: its messages wait, the longer the more often they came."""

from __future__ import annotations

import pytest

import app
from tests.builders import Context, s3_message, sqs_batch, sqs_record
from tests.fakes.delivery import FakeQueue
from worker.bootstrap import Worker


@pytest.mark.parametrize(("receive", "least", "most"), [(1, 300, 375), (2, 600, 750), (3, 900, 900), (5, 900, 900)])
def test_a_message_waits_longer_at_each_receive(receive: int, least: int, most: int) -> None:
    queue = FakeQueue()
    handler = app.make_handler(lambda _: Worker(None, queue, 5))

    answer = handler(sqs_batch(sqs_record(s3_message(), receive_count=receive)), Context())  # type: ignore[arg-type] - the part of Lambda's context that is read

    assert len(answer["batchItemFailures"]) == 1
    assert least <= queue.hidden[0][1] <= most
