"""The ledger's rows of the table at the head of `processing.py`."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import KEY, a_deadline, a_job, s3_message, s3_record, sqs_batch, sqs_record
from tests.fakes.delivery import FakeLedger, FakeQueue
from tests.fakes.summary import FakeExtractor, FakeModel
from tests.handler.stage import BEAT, LEASE, MAX_RECEIVES, Stage
from worker.domain.deliveries import Acknowledged, Deferred, Delivery
from worker.domain.errors import Condition, failure
from worker.domain.ledger import Entry

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.domain.deadlines import Deadline
    from worker.domain.media import AudioFilter, Decoded, Recording, Video
    from worker.domain.summaries import ModelAnswer, ModelRequest

NOW = 1_000_000.0
COPIES = 8
EARLIER, LATER = "0055AED6DCD90281E4", "0055AED6DCD90281E6"


@pytest.fixture
def stage() -> Stage:
    return Stage(clock=lambda: NOW)


def untouched() -> Entry:
    job = a_job()
    return Entry.fresh(job.named("m1"), NOW - 1000)


def entry_of(stage: Stage) -> Entry:
    [entry] = stage.ledger.read("987654321")
    return entry


def statuses(stage: Stage) -> list[object]:
    return [body["status"] for body in stage.backend.bodies]


def test_a_finished_job_is_not_told_again(stage: Stage) -> None:
    stage.deliver(s3_message())

    assert stage.deliver(s3_message()) == []
    assert statuses(stage) == ["DONE"]
    assert len(stage.videos.fetched) == 1


def test_the_outcome_is_in_the_ledger_before_the_backend_is_told(stage: Stage) -> None:
    stage.backend.errors = [failure(Condition.CALLBACK_UNREACHABLE, "CALLBACK: no answer.")]

    stage.deliver(s3_message())

    outcome = entry_of(stage).outcome
    assert outcome is not None
    assert (outcome.status, outcome.tellings, outcome.accepted_at) == ("DONE", 1, None)


def test_no_transcript_is_in_the_ledger(stage: Stage) -> None:
    stage.deliver(s3_message())

    assert stage.recogniser.text not in repr(entry_of(stage))


def test_an_outcome_is_told_again_in_the_same_bytes_though_the_result_is_gone(stage: Stage) -> None:
    stage.backend.errors = [failure(Condition.CALLBACK_UNREACHABLE, "CALLBACK: no answer.")]
    stage.deliver(s3_message())
    kept = next(body for (_, _, name), body in stage.artefacts.kept.items() if name.startswith("callback"))
    stage.results.stored.clear()

    stage.deliver(s3_message(), receive=2)

    [callback] = stage.backend.told
    assert callback.body == kept


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


def test_a_message_of_our_own_sending_is_the_same_job_though_it_does_not_say_which_upload(stage: Stage) -> None:
    unsaid = {"Records": [s3_record(eTag=None, versionId=None, sequencer=None)]}
    again = sqs_record(unsaid, message_id="m2")
    again["messageAttributes"] = {"FirstMessageId": {"stringValue": "m1", "dataType": "String"}}
    stage.deliver(unsaid)

    stage.invoke(sqs_batch(again))

    assert statuses(stage) == ["DONE"]


def test_a_message_that_cannot_be_sent_again_is_kept(stage: Stage) -> None:
    hold(stage)
    stage.queue.sends = False

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == ["m1"]


def test_a_bare_event_of_a_job_that_is_held_is_not_acknowledged(stage: Stage) -> None:
    hold(stage)

    assert stage.invoke(s3_message())["acknowledged"] is False
    assert stage.backend.told == []


def test_the_last_receive_is_not_the_last_attempt_where_the_job_only_waited(stage: Stage) -> None:
    keep(stage, lambda entry: entry.claimed(NOW - 500, LEASE), lambda entry: entry.failed(NOW - 400))
    stage.recogniser.error = failure(Condition.STT_UNAVAILABLE, "STT: 503.")

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == []
    assert len(stage.queue.sent) == 1
    assert stage.backend.told == []
    assert entry_of(stage).failures == 2


def killed(entry: Entry, stage_name: str, ago: float) -> Entry:
    """A worker that claimed the job, began a stage, and was never heard of again."""
    return entry.claimed(NOW - ago, LEASE).began(stage_name, NOW - ago, LEASE)


def keep(stage: Stage, *steps: Callable[[Entry], Entry]) -> None:
    """Bring a job into a state; its entry stands at the first revision."""
    entry = untouched()
    for step in steps:
        entry = step(entry)
    stage.ledger.write(replace(entry, revision=1))


def test_a_job_whose_worker_died_once_is_done_by_the_next(stage: Stage) -> None:
    keep(stage, lambda entry: killed(entry, "FFMPEG", 1000))

    assert stage.deliver(s3_message(), receive=2) == []
    assert statuses(stage) == ["DONE"]
    assert entry_of(stage).died_in == {"FFMPEG": 1}


def test_two_deaths_in_one_stage_end_as_failed_without_a_third(stage: Stage) -> None:
    keep(stage, lambda entry: killed(entry, "FFMPEG", 1000), lambda entry: killed(entry, "FFMPEG", 500))

    assert stage.deliver(s3_message(), receive=3) == []
    assert [body["error_code"] for body in stage.backend.bodies] == ["UNKNOWN_ERROR"]
    assert stage.videos.fetched == []


def test_deaths_in_two_stages_are_no_loop(stage: Stage) -> None:
    keep(stage, lambda entry: killed(entry, "FFMPEG", 1000), lambda entry: killed(entry, "STT", 500))

    assert stage.deliver(s3_message(), receive=3) == []
    assert statuses(stage) == ["DONE"]


def test_claims_of_which_nothing_more_was_heard_are_no_deaths(stage: Stage) -> None:
    keep(stage, lambda entry: entry.claimed(NOW - 1000, LEASE), lambda entry: entry.claimed(NOW - 500, LEASE))

    assert stage.deliver(s3_message(), receive=3) == []
    assert statuses(stage) == ["DONE"]
    assert (entry_of(stage).deaths, entry_of(stage).died_in) == (0, {})


def test_a_newer_upload_takes_the_place_of_an_older_one(stage: Stage) -> None:
    stage.deliver(s3_message(s3_record(versionId="new", sequencer=LATER)))

    assert stage.deliver(s3_message(s3_record(versionId="old", sequencer=EARLIER))) == []
    assert len(stage.backend.told) == len(stage.videos.fetched) == 1


def test_the_upload_of_another_user_under_the_same_job_id_is_no_newer_one(stage: Stage) -> None:
    stage.deliver(s3_message(s3_record("videos/9/987654321.mp4", versionId="new", sequencer=LATER)))

    assert stage.deliver(s3_message(s3_record(KEY, sequencer=EARLIER))) == []
    assert len(stage.backend.told) == 2


def test_a_message_that_comes_back_is_no_redrive_though_our_clock_is_behind_the_queues(stage: Stage) -> None:
    sent_at = 1_000_000.0
    stage.clock = lambda: sent_at - 300
    stage.recogniser.error = failure(Condition.STT_NO_ANSWER, "STT: no answer.")
    stage.backend.errors = [failure(Condition.CALLBACK_UNREACHABLE, "CALLBACK: no answer.")]
    stage.deliver(s3_message(), receive=MAX_RECEIVES, sent_at=sent_at)
    stage.recogniser.error = None

    stage.deliver(s3_message(), receive=MAX_RECEIVES, sent_at=sent_at)
    assert stage.statuses == ["FAILED"]


def test_a_late_duplicate_of_a_failed_job_is_no_redrive(stage: Stage) -> None:
    stage.recogniser.error = failure(Condition.STT_UNAVAILABLE, "STT: 503.")
    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    stage.deliver(s3_message(), sent_at=NOW - 1)

    assert statuses(stage) == ["FAILED"]


def test_what_can_be_redriven_reaches_the_dead_letter_queue_though_receives_are_left(stage: Stage) -> None:
    keep(stage, lambda entry: replace(entry, failures=MAX_RECEIVES - 1))
    stage.recogniser.error = failure(Condition.STT_UNAVAILABLE, "STT: 503.")

    deliveries = [stage.deliver(s3_message(), receive=receive) for receive in range(2, MAX_RECEIVES + 1)]

    assert deliveries == [["m1"]] * (MAX_RECEIVES - 1)
    assert {seconds for _, seconds in stage.queue.hidden} == {0}
    assert (statuses(stage), stage.queue.sent) == (["FAILED"], [])


def test_a_duplicate_of_a_job_that_failed_for_good_is_acknowledged(stage: Stage) -> None:
    stage.extractor.error = failure(Condition.NO_AUDIO, "FFMPEG: no audio track.")
    stage.deliver(s3_message())

    assert stage.deliver(s3_message()) == []


@pytest.mark.parametrize(("sent_again", "told"), [(NOW + 1, ["FAILED"]), (NOW - 3600, ["FAILED", "DONE"])])
def test_a_message_of_our_own_sending_is_a_redrive_only_when_somebody_sent_it_once_more(
    stage: Stage, sent_again: float, told: list[str]
) -> None:
    stage.recogniser.error = failure(Condition.STT_UNAVAILABLE, "STT: 503.")
    stage.deliver(s3_message(), receive=MAX_RECEIVES)
    stage.recogniser.error = None
    record = sqs_record(s3_message())
    record["attributes"]["SentTimestamp"] = str(round((NOW + 2) * 1000))
    record["messageAttributes"] = {
        "FirstSentAt": {"stringValue": str(NOW - 9), "dataType": "Number"},
        "SentAgainAt": {"stringValue": str(sent_again), "dataType": "Number"},
    }

    stage.invoke(sqs_batch(record))

    assert statuses(stage) == told


def test_a_permanent_failure_is_not_reopened_by_a_redrive(stage: Stage) -> None:
    stage.extractor.error = failure(Condition.NO_AUDIO, "FFMPEG: no audio track.")
    stage.deliver(s3_message())

    assert stage.deliver(s3_message(), sent_at=NOW + 1) == []
    assert statuses(stage) == ["FAILED"]


@pytest.mark.parametrize("condition", [Condition.LEDGER_UNAVAILABLE, Condition.LEDGER_FORBIDDEN])
def test_without_the_ledger_nothing_is_begun(stage: Stage, condition: Condition) -> None:
    stage.ledger.error = failure(condition, "LEDGER: no.", setting="JOB_TABLE_NAME")

    assert stage.deliver(s3_message()) == ["m1"]
    assert (stage.videos.fetched, stage.backend.told) == ([], [])


@dataclass
class SlowExtractor(FakeExtractor):
    """So slow that another worker takes the job over meanwhile."""

    stage: Stage | None = None

    def extract(
        self, video: Video, audio_filter: AudioFilter, folder: Path, deadline: Deadline
    ) -> Generator[Decoded, None, Recording]:
        assert self.stage is not None
        self.stage.ledger.write(entry_of(self.stage).claimed(NOW + 200, LEASE))
        return super().extract(video, audio_filter, folder, deadline)


def test_a_worker_that_lost_its_lease_pays_and_tells_nothing_more(stage: Stage) -> None:
    stage.extractor = SlowExtractor(stage=stage)

    assert stage.deliver(s3_message()) == ["m1"]
    assert (stage.recogniser.languages, stage.model.asked, stage.backend.told) == ([], [], [])
    assert entry_of(stage).outcome is None


@dataclass
class InterruptedModel(FakeModel):
    """While it thinks, something happens."""

    meanwhile: Callable[[], object] = print

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        self.meanwhile()
        return super().answer(request, deadline)


def test_a_worker_that_lost_its_lease_stores_no_result(stage: Stage) -> None:
    stage.model = InterruptedModel(meanwhile=lambda: stage.ledger.write(entry_of(stage).claimed(NOW + 200, LEASE)))

    assert stage.deliver(s3_message()) == ["m1"]
    assert (stage.results.stored, stage.backend.told) == ({}, [])


class UnansweredLedger(FakeLedger):
    """Writes the first outcome, but its answer is lost."""

    def write(self, entry: Entry) -> None:
        [before] = self.read(entry.job_id) or [entry]
        super().write(entry)
        if entry.outcome is not None and before.outcome is None:
            raise failure(Condition.LEDGER_UNAVAILABLE, "LEDGER: no answer.")


def test_a_done_that_was_decided_without_an_answer_keeps_its_result_on_the_last_attempt(stage: Stage) -> None:
    stage.ledger = UnansweredLedger()
    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    stage.deliver(s3_message())

    [result] = stage.results.stored.values()
    assert (statuses(stage), result.status) == (["DONE"], "DONE")


def test_an_upload_that_is_replaced_while_it_is_worked_on_stores_and_tells_nothing(stage: Stage) -> None:
    newer = replace(untouched(), generation="newer", sequencer=LATER).claimed(NOW, LEASE)
    stage.model = InterruptedModel(meanwhile=lambda: stage.ledger.write(newer))

    assert stage.deliver(s3_message()) == []
    assert (stage.results.stored, stage.backend.told) == ({}, [])


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

    assert statuses(stage) == ["DONE"]
    assert len(stage.recogniser.languages) == len(stage.model.asked) == 1
    assert all(isinstance(one, Acknowledged | Deferred) for one in dispositions)


@dataclass
class WatchedQueue(FakeQueue):
    """Remembers how the ledger stood when a message was hidden."""

    claims: list[int] = field(default_factory=list[int])
    ledger: FakeLedger = field(default_factory=FakeLedger)

    def extend(self, receipt: str, seconds: int) -> None:
        self.claims.append(sum(entry.epoch for entry in self.ledger.read("987654321")))
        super().extend(receipt, seconds)


def test_a_message_is_hidden_for_longer_than_a_lease_before_its_job_is_claimed(stage: Stage) -> None:
    stage.queue = queue = WatchedQueue(ledger=stage.ledger)

    stage.deliver(s3_message())

    assert queue.extended == [("receipt-m1", LEASE + BEAT)]
    assert queue.claims == [0]
