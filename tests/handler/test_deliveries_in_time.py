"""What is begun with how little time, and our own errors while telling, through `app.handler`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import app
from tests.builders import Context, a_mix_message, s3_message, s3_record, sqs_batch, sqs_record
from tests.handler.stage import MAX_RECEIVES, Stage, change_processor
from worker.delivery.isolation import Isolation
from worker.jobs.errors import LLM_REFUSED, NO_AUDIO, JobError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from tests.conftest import LogLines
    from worker.jobs.deadline import Deadline


def test_the_work_ends_while_there_is_time_to_tell_and_to_return(stage: Stage) -> None:
    stage.deliver(s3_message(), context=Context(remaining=(600,)))

    assert stage.extractor.seconds_left <= 600 - 3 - 20
    assert stage.backend.seconds_left - stage.extractor.seconds_left >= 19
    assert stage.backend.seconds_left <= 600 - 3


def test_what_is_left_of_a_failed_job_is_stored_while_there_is_time_to_tell_of_it(stage: Stage) -> None:
    stage.model.error = JobError(LLM_REFUSED, "LLM", "the model refused.")

    stage.deliver(s3_message(), context=Context(remaining=(600,)))

    assert stage.backend.seconds_left - stage.results.seconds_left >= 9


class Full(Isolation):
    """Lets nobody in; notes how long one would have waited."""

    seconds = 0.0

    @contextmanager
    def enter(self, deadline: Deadline, waiting: Callable[[], object], *, exclusive: bool) -> Generator[bool]:
        waiting()
        self.seconds = deadline.left()
        yield exclusive


def test_a_job_waits_for_its_turn_only_as_long_as_it_could_still_be_begun(stage: Stage) -> None:
    full = Full()
    worker = change_processor(stage.worker(), isolation=full)

    app.make_handler(lambda _: worker)(sqs_batch(sqs_record(s3_message())), Context())  # type: ignore[arg-type] - the part of Lambda's context that is read

    assert 0 < full.seconds <= 600 - 3 - 45
    assert (stage.queue.hidden, stage.videos.fetched) == ([("receipt-m1", 5)], [])


def test_the_last_receive_is_begun_however_little_time_is_left(stage: Stage) -> None:
    stage.extractor.error = JobError(NO_AUDIO, "FFMPEG", "no audio track.")

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES, context=Context(remaining=(20,))) == []
    assert stage.statuses == ["FAILED"]


def test_no_object_of_a_message_is_begun_without_time(stage: Stage) -> None:
    body = s3_message(s3_record("videos/1/a.mp4"), s3_record("videos/1/b.mp4"))

    assert stage.deliver(body, context=Context(remaining=(40,))) == ["m1"]
    assert stage.videos.fetched == []


def test_a_task_says_how_little_time_it_needs(stage: Stage) -> None:
    video, order = s3_message(), a_mix_message()

    assert stage.deliver(video, order, context=Context(remaining=(40,))) == ["m1"]
    assert stage.videos.fetched == []
    assert stage.backend.bodies != []


def test_an_error_of_our_own_while_telling_is_given_back_without_its_text(stage: Stage, log_lines: LogLines) -> None:
    stage.backend.errors = [ZeroDivisionError("secret-canary")]

    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.queue.hidden == [("receipt-m1", 30)]
    assert "unexpected error" in log_lines.text
    assert "secret-canary" not in log_lines.text


def test_a_record_that_no_longer_fits_is_given_back_without_being_started(stage: Stage) -> None:
    context = Context(remaining=(600, 10))

    assert stage.deliver(s3_message(), s3_message(), context=context) == ["m2"]
    assert len(stage.videos.fetched) == 1
    assert stage.queue.hidden == [("receipt-m2", 5)]
