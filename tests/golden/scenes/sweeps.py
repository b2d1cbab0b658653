"""What the sweep finds, and records that begin no job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders import Context, s3_message, s3_record, sqs_batch, sqs_record
from tests.handler.ledger_states import claimed, failed, keep, killed, pass_time, replace_upload
from tests.handler.stage import LEASE, MAX_RECEIVES, SILENCE
from worker.jobs.errors import CALLBACK_UNREACHABLE, JobError

if TYPE_CHECKING:
    from tests.handler.stage import Stage

UNREACHABLE = JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")


def find_a_dead_job(stage: Stage) -> None:
    keep(stage, killed(LEASE + 1), failures=MAX_RECEIVES - 1)
    stage.sweep()


def find_an_untold_end(stage: Stage) -> None:
    stage.backend.errors = [UNREACHABLE]
    stage.deliver(s3_message())
    pass_time(stage, 5)
    stage.sweep()


def find_a_replaced_upload(stage: Stage) -> None:
    keep(stage, claimed(SILENCE + 10), failed(SILENCE + 1))
    replace_upload(stage)
    stage.sweep()


def find_two_ends_of_a_silent_server(stage: Stage) -> None:
    stage.backend.errors = [UNREACHABLE] * 3
    stage.deliver(s3_message(s3_record("videos/1/a.mp4")))
    pass_time(stage, 1)
    stage.deliver(s3_message(s3_record("videos/1/b.mp4")))
    pass_time(stage, 5)
    stage.sweep()


def find_words_that_are_lost(stage: Stage) -> None:
    stage.backend.errors = [UNREACHABLE]
    stage.deliver(s3_message())
    stage.artefacts.kept.clear()
    pass_time(stage, 5)
    stage.sweep()


def have_no_time(stage: Stage) -> None:
    keep(stage, killed(LEASE + 1), failures=MAX_RECEIVES - 1)
    stage.sweep(Context(remaining=(15.0,)))


SWEEPS = {
    "sweep-dead": find_a_dead_job,
    "sweep-told": find_an_untold_end,
    "sweep-replaced": find_a_replaced_upload,
    "sweep-spared": find_two_ends_of_a_silent_server,
    "sweep-lost": find_words_that_are_lost,
    "sweep-late": have_no_time,
}


def be_a_test_of_s3(stage: Stage) -> None:
    stage.deliver({"Event": "s3:TestEvent"})


def be_unreadable(stage: Stage) -> None:
    stage.deliver("not json", receive=MAX_RECEIVES)


def name_no_job(stage: Stage) -> None:
    stage.deliver(s3_message(s3_record("videos/.mp4")), receive=MAX_RECEIVES)


def come_too_late(stage: Stage) -> None:
    stage.deliver(s3_message(), context=Context(remaining=(20.0,)))


def have_an_odd_attribute(stage: Stage) -> None:
    record = sqs_record({"Event": "s3:TestEvent"})
    record["attributes"]["SentTimestamp"] = "x"
    stage.invoke(sqs_batch(record))


RECORDS = {
    "record-ignored": be_a_test_of_s3,
    "record-unreadable": be_unreadable,
    "record-nameless": name_no_job,
    "record-late": come_too_late,
    "record-odd": have_an_odd_attribute,
}
