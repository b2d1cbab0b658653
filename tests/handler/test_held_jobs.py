"""A job that another worker holds: nobody works on it, and its message is neither lost nor counted."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from typing import Any

import pytest

from tests.builders import a_deadline, s3_message, s3_record
from tests.fakes.delivery import FakeLedger, FakeQueue
from tests.handler.ledger_states import NOW, claimed, entry_of, failed, keep, untouched
from tests.handler.stage import BEAT, LEASE, MAX_RECEIVES, Stage
from worker.delivery.delivery import Acknowledge, Delivery, Wait
from worker.jobs.errors import STT_UNAVAILABLE, JobError

pytestmark = pytest.mark.usefixtures("stopped_clock")

COPIES = 8


def hold(stage: Stage) -> None:
    """Another worker has the job, for 100 s more."""
    stage.ledger.write(untouched().claimed(NOW - 80, LEASE))


def test_a_job_that_another_worker_holds_waits_for_the_end_of_its_lease(stage: Stage) -> None:
    hold(stage)

    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.queue.hidden == [("receipt-m1", 101)]
    assert stage.videos.fetched == []


def test_a_holder_whose_clock_is_ahead_is_waited_for_no_longer_than_a_lease(stage: Stage) -> None:
    stage.ledger.write(untouched().claimed(NOW + 300, LEASE))

    stage.deliver(s3_message())

    assert stage.queue.hidden == [("receipt-m1", LEASE + 1)]


def test_waiting_on_the_last_receive_goes_on_in_a_new_message(stage: Stage) -> None:
    hold(stage)

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == []
    assert [seconds for _, seconds in stage.queue.sent] == [101]
    assert stage.backend.told == []


def test_a_message_that_cannot_be_sent_again_is_kept(stage: Stage) -> None:
    hold(stage)
    stage.queue.sends = False

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == ["m1"]


def test_a_bare_event_of_a_job_that_is_held_is_not_acknowledged(stage: Stage) -> None:
    hold(stage)

    assert stage.invoke(s3_message())["acknowledged"] is False
    assert stage.backend.told == []


def test_the_last_receive_is_not_the_last_attempt_where_the_job_only_waited(stage: Stage) -> None:
    keep(stage, claimed(500), failed(400))
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == []
    assert len(stage.queue.sent) == 1
    assert stage.backend.told == []
    assert entry_of(stage).failures == 2


def test_copies_delivered_at_once_are_one_job(stage: Stage) -> None:
    barrier = Barrier(COPIES)
    processor = stage.worker().processor
    assert processor is not None
    body = json.dumps(s3_message())

    def process(_: int) -> Any:
        barrier.wait()
        return processor.process(Delivery(body, 1, last=False), a_deadline())

    with ThreadPoolExecutor(COPIES) as pool:
        dispositions = list(pool.map(process, range(COPIES)))

    assert stage.statuses == ["DONE"]
    assert len(stage.recogniser.languages) == len(stage.model.asked) == 1
    assert all(isinstance(one, Acknowledge | Wait) for one in dispositions)


@dataclass
class WatchedQueue(FakeQueue):
    """Remembers how the ledger stood when a message was hidden."""

    claims: list[int] = field(default_factory=list[int])
    ledger: FakeLedger = field(default_factory=FakeLedger)

    def extend(self, receipt: str, seconds: int) -> float | None:
        self.claims.append(sum(entry.epoch for entry in self.ledger.read("987654321")))
        return super().extend(receipt, seconds)


def test_a_message_is_hidden_for_longer_than_a_lease_before_its_job_is_claimed(stage: Stage) -> None:
    stage.queue = queue = WatchedQueue(ledger=stage.ledger)

    stage.deliver(s3_message())

    assert queue.extended == [("receipt-m1", LEASE + BEAT)]
    assert queue.claims == [0]


def test_a_message_that_waits_for_a_held_job_is_not_dead_lettered_for_a_bug_over_another(stage: Stage) -> None:
    keep(stage, claimed(LEASE - 10))
    stage.backend.errors = [ZeroDivisionError()]
    body = s3_message(s3_record(), s3_record("videos/1/b.mp4"))

    assert stage.deliver(body, receive=MAX_RECEIVES) == []
    assert [seconds for _, seconds in stage.queue.sent] == [11]
