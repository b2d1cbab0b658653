"""A segment mix that is delivered or told more than once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.builders import Context, a_mix_message
from tests.handler.stage import LEASE, MAX_RECEIVES, Stage
from tests.tasks.segment_mix.orders import FOLDER, MUSIC, TWO, failed_body, stage_with_tracks
from worker.jobs.errors import CALLBACK_UNREACHABLE, RESULT_UNAVAILABLE, JobError


@pytest.fixture
def stage() -> Stage:
    return stage_with_tracks()


def test_a_retry_mixes_only_what_is_not_stored(stage: Stage) -> None:
    stage.tracks.errors = [JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")]

    assert stage.deliver(TWO) == ["m1"]
    before = list(stage.tracks.stored)
    assert stage.deliver(TWO, receive=2) == []

    assert len(before) <= 1
    assert sorted(stage.tracks.stored) == [f"{FOLDER}/0001_mix.wav", f"{FOLDER}/0002_mix.wav"]
    assert stage.statuses == ["segment_mix_started", "segment_mix_started", "segment_mix_completed"]
    assert stage.backend.told[0] == stage.backend.told[1]


@pytest.mark.parametrize(
    ("change", "again"),
    [({}, 0), ({"segments": [{"index": 1, "tts_gain": 0.9}]}, 1)],
    ids=["another job, same order", "another gain"],
)
def test_a_mix_is_made_again_only_of_something_else(stage: Stage, change: dict[str, Any], again: int) -> None:
    prefix = {"intermediate_prefix": FOLDER}
    stage.deliver(a_mix_message(**prefix))
    stage.tracks.stored.clear()

    stage.deliver(a_mix_message(job_id="job-8", **prefix) | change)

    assert len(stage.tracks.stored) == again
    assert stage.backend.bodies[-1]["status"] == "segment_mix_completed"


def test_a_new_voice_is_mixed_again(stage: Stage) -> None:
    stage.deliver(a_mix_message())
    stage.tracks.files[f"{FOLDER}/0001_tts.wav"] = MUSIC

    stage.deliver(a_mix_message(job_id="job-8", intermediate_prefix=FOLDER))

    assert stage.tracks.stored == [f"{FOLDER}/0001_mix.wav"] * 2


def test_a_duplicate_of_a_finished_job_does_nothing(stage: Stage) -> None:
    stage.deliver(TWO)
    told = list(stage.backend.told)

    assert stage.deliver(TWO) == []
    assert stage.backend.told == told


def test_an_end_that_was_not_accepted_is_told_again_at_the_same_address(stage: Stage) -> None:
    stage.deliver(a_mix_message(job_id="job-6", intermediate_prefix=FOLDER))
    [_, expected] = stage.backend.told
    stage.backend.errors = [JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.") for _ in range(2)]

    assert stage.deliver(TWO) == ["m1"]
    stage.tracks.files.clear()
    assert stage.deliver(TWO, receive=2) == []

    completed = stage.backend.told[-1]
    assert json.loads(completed.body)["status"] == "segment_mix_completed"
    assert completed.url == expected.url.replace("job-6", "job-7") if expected.url else False


def test_the_sweep_tells_of_a_dead_job_at_the_messages_own_address(stage: Stage) -> None:
    stage.tracks.errors = [JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")]
    stage.deliver(TWO)
    began, stage.clock = stage.clock, lambda: began() + 6000 + LEASE

    assert stage.sweep() == 1
    sentence = "Nothing was heard of the job any more."
    assert stage.backend.bodies[-1] == failed_body("UNKNOWN_ERROR", sentence)
    assert stage.backend.told[-1].url == stage.backend.told[0].url


def test_a_redriven_job_says_what_its_end_supersedes(stage: Stage) -> None:
    stage.tracks.errors = [JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")]
    stage.deliver(TWO, receive=MAX_RECEIVES)
    failed = stage.backend.told[-1]

    assert stage.deliver(TWO, sent_at=stage.clock() + 60) == []
    body: Any = stage.backend.bodies[-1]
    assert body["metadata"]["supersedes"] == failed.event_id
    assert body["status"] == "segment_mix_completed"
    started = [one.event_id for one in stage.backend.told if b"segment_mix_started" in one.body]
    assert len(set(started)) == len(started) == 2


def test_without_time_for_a_segment_the_job_goes_on_in_another_invocation(stage: Stage) -> None:
    assert stage.deliver(TWO, receive=MAX_RECEIVES, context=Context(remaining=(25.0,))) == []

    assert [json.loads(body) for body, _ in stage.queue.sent] == [TWO]
    assert stage.statuses == ["segment_mix_started"]
    assert stage.tracks.stored == []
