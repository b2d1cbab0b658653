from __future__ import annotations

import os
import signal
from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from local.sample.accuracy import word_accuracy
from local.standins.faults import NoAnswer, Status
from local.standins.recogniser import Recogniser
from tests.e2e.processes import function_process
from tests.e2e.world import PAUSES, SAMPLE, USER_ID, World, batch, deliver_beside, message, notification
from tests.local.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from local.standins.backend import Callback

pytestmark = pytest.mark.e2e

# docs/sources.md, Specification; ours are free to come and go.
META_OF_THE_SPECIFICATION = {"duration_ms", "model", "stt_engine", "video_duration", "audio_quality"}


@pytest.fixture(scope="module")
def done(whole_world: World) -> Callback:
    """What was told of a job that went well; nothing of it is under way any more."""
    callback = whole_world.told(whole_world.upload())
    assert eventually(lambda: whole_world.waiting() == 0)
    return callback


def test_an_upload_ends_in_a_done_callback_with_the_fields_of_the_specification(world: World, done: Callback) -> None:
    body = dict(done.body)

    meta = body.pop("meta")
    summary = body.pop("summary")
    assert body == {
        "status": "DONE",
        "s3_bucket": world.bucket,
        "s3_key": f"videos/{USER_ID}/{done.job_id}.mp4",
        "transcript": "what was said",
        "result_s3_key": f"results/{USER_ID}/{done.job_id}.json",
    }
    assert isinstance(summary, str)
    assert summary
    assert meta.keys() >= META_OF_THE_SPECIFICATION
    assert (meta["stt_engine"], meta["audio_quality"], meta["video_duration"]) == (
        "clova",
        "high",
        pytest.approx(3.7, abs=0.1),
    )


def test_done_names_a_result_that_is_there_with_its_subtitles(world: World, done: Callback) -> None:
    result = world.stored(str(done.body["result_s3_key"]))

    assert result["transcript"]["segments"]
    for subtitles in ("srt_key", "vtt_key"):
        world.stack.aws.s3.head_object(Bucket=world.bucket, Key=result[subtitles])


@pytest.mark.usefixtures("done")
def test_a_finished_job_leaves_no_message_and_no_file(world: World) -> None:
    assert world.dead_letters() == []
    assert workspaces(world) == []


@pytest.mark.parametrize("sample", [PAUSES, pytest.param(SAMPLE, marks=pytest.mark.long)], ids=["seconds", "a minute"])
def test_spoken_words_come_back_almost_as_they_are(world: World, sample: Path) -> None:
    with Recogniser() as recogniser:
        world.ear.listen = recogniser
        heard = world.told(world.upload(sample)).body["transcript"]

    assert word_accuracy(sample.with_suffix(".txt").read_text(), heard) >= 0.9


def test_a_file_that_is_no_video_is_told_as_failed_and_costs_nothing(world: World, tmp_path: Path) -> None:
    text = tmp_path / "notes.mp4"
    text.write_text("this is no video")

    job_id = world.upload(text)
    body = world.told(job_id).body

    assert body.pop("error_message")
    assert body == {
        "status": "FAILED",
        "s3_bucket": world.bucket,
        "s3_key": f"videos/{USER_ID}/{job_id}.mp4",
        "error_code": "FFMPEG_FAILED",
    }
    assert (world.clova.calls, world.claude.calls) == ([], [])
    assert eventually(lambda: world.waiting() == 0)
    assert world.dead_letters() == []


def test_a_message_that_nobody_can_read_lands_in_the_dead_letter_queue(world: World) -> None:
    world.send("not even JSON")

    assert eventually(lambda: world.dead_letters() == ["not even JSON"])
    assert world.backend.calls == []


def test_a_backend_that_was_away_is_told_later_without_paying_twice(world: World) -> None:
    world.backend.script = [Status(503), Status(503)]  # both attempts of the first delivery

    world.told(world.upload())

    assert len(world.backend.calls) == 3
    assert len({callback.webhook_id for callback in world.backend.calls}) == 1
    assert (len(world.clova.calls), len(world.claude.calls)) == (1, 1)


def test_a_job_that_fails_to_the_last_is_told_once_and_kept_for_a_redrive(world: World) -> None:
    world.clova.script = repeat(Status(500, "STT999"))

    job_id = world.upload()

    assert world.told(job_id).body["error_code"] == "STT_BAD_RESPONSE"
    assert eventually(world.dead_letters)
    assert len(world.outcomes(job_id)) == 1


def test_what_a_killed_worker_left_is_cleared_before_the_next_job(world: World) -> None:
    world.clova.script = [NoAnswer()]
    world.upload()
    assert eventually(lambda: world.clova.calls)
    left = workspaces(world)

    os.kill(function_process(world.stack.function), signal.SIGKILL)
    assert left
    assert workspaces(world) == left

    world.told(world.upload())
    assert workspaces(world) == []


def test_a_job_whose_worker_is_killed_is_done_by_the_next_after_the_lease(world: World) -> None:
    world.clova.script = [NoAnswer()]
    job_id = world.upload()
    assert eventually(lambda: world.clova.calls)

    os.kill(function_process(world.stack.function), signal.SIGKILL)

    assert world.told(job_id).body["status"] == "DONE"
    assert eventually(lambda: world.waiting() == 0)
    assert world.dead_letters() == []


def test_a_last_message_that_finds_its_job_held_is_sent_again(world: World, tmp_path: Path) -> None:
    world.clova.script = [NoAnswer()]
    job_id = world.upload()
    assert eventually(lambda: world.clova.calls)
    last = message("last", world.notification(job_id), receives=2)

    invocation = deliver_beside(world.stack, batch(last), {}, tmp_path)

    assert invocation.given_back == []
    os.kill(function_process(world.stack.function), signal.SIGKILL)
    assert world.told(job_id).body["status"] == "DONE"
    assert eventually(lambda: world.waiting() == 0)


def test_a_video_that_is_gone_is_told_as_failed_also_where_its_bucket_keeps_no_versions(world: World) -> None:
    gone = {"bucket": {"name": world.bucket}, "object": {"key": f"videos/{USER_ID}/gone.mp4", "size": 1}}

    world.send(notification(gone))

    assert world.told("gone").body["error_code"] == "S3_DOWNLOAD_FAILED"
    assert eventually(lambda: world.waiting() == 0)


def test_an_outcome_that_the_backend_refused_is_told_again_by_the_sweep(world: World) -> None:
    world.backend.script = repeat(Status(422))
    job_id = world.upload()
    assert eventually(lambda: world.backend.calls and world.waiting() == 0)
    assert world.outcomes(job_id) == []
    world.backend.script = ()

    assert world.told_by_the_sweep(job_id).body["status"] == "DONE"
    assert len({callback.webhook_id for callback in world.backend.calls if callback.job_id == job_id}) == 1
    assert len(world.clova.calls) == 1


def test_a_job_that_died_with_its_last_message_is_told_as_failed_by_the_sweep(world: World) -> None:
    world.clova.script = [Status(500, "STT999"), Status(500, "STT999"), NoAnswer()]  # the first attempt, and the last
    job_id = world.upload()
    assert eventually(lambda: len(world.clova.calls) == 3)
    world.stack.aws.sqs.purge_queue(QueueUrl=world.stack.deployment.queue_url)

    os.kill(function_process(world.stack.function), signal.SIGKILL)

    assert world.told_by_the_sweep(job_id).body["error_code"] == "UNKNOWN_ERROR"


def test_a_second_delivery_of_a_finished_job_is_told_to_nobody(world: World, done: Callback) -> None:
    world.forget()

    world.send(world.notification(done.job_id))

    assert eventually(lambda: world.waiting() == 0)
    assert (world.outcomes(done.job_id), world.clova.calls) == ([], [])


def test_only_the_bad_message_of_a_batch_is_given_back(world: World, done: Callback) -> None:
    world.forget()
    good, bad = message("good", world.notification(done.job_id)), message("bad", "not even JSON")

    invocation = world.stack.relay.invoke(batch(bad, good))

    assert invocation.given_back == ["bad"]
    assert world.clova.calls == []


def workspaces(world: World) -> list[Path]:
    """The scratch folders of jobs, in what the function has for /tmp."""
    return sorted((world.stack.function.log.parent / "tmp/clipscribe").glob("job-*"))
