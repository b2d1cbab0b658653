"""The segment mix through `app.handler`: its bodies, prefixes and statuses, and what happens to its messages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.builders import Context, a_mix_message
from tests.handler.stage import LEASE, MAX_RECEIVES, Stage
from tests.media.waves import read_wav, tone, write_wav
from worker.domain.errors import Condition, failure

if TYPE_CHECKING:
    from tests.conftest import LogLines

FOLDER = "projects/123/interim/job-7/segments"
MUSIC, VOICE = write_wav(tone(440, -20, 0.01)), write_wav(tone(1000, -12, 0.02))
STARTED = {
    "status": "segment_mix_started",
    "metadata": {"job_id": "job-7", "project_id": "123", "segments": 2},
    "result_key": None,
}
TWO = a_mix_message(segments=[{"index": 1, "bgm_gain": 0.35}, {"index": 2}])


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    for index in (1, 2):
        stage.tracks.files[f"{FOLDER}/{index:04d}_bgm.wav"] = MUSIC
        stage.tracks.files[f"{FOLDER}/{index:04d}_tts.wav"] = VOICE
    return stage


def failed_body(code: str, message: str, **metadata: str) -> dict[str, Any]:
    told = {"job_id": "job-7", "project_id": "123", **metadata, "error_code": code, "error_message": message}
    return {"status": "failed", "metadata": told, "result_key": None}


def test_the_beginning_and_the_end_are_told_at_the_messages_own_address(stage: Stage) -> None:
    assert stage.deliver(TWO) == []

    mixes = [{"index": index, "output_key": f"{FOLDER}/{index:04d}_mix.wav"} for index in (1, 2)]
    completed = {
        "status": "segment_mix_completed",
        "metadata": {"job_id": "job-7", "project_id": "123", "segments": mixes},
        "result_key": FOLDER,
    }
    assert stage.backend.bodies == [STARTED, completed]
    assert {callback.url for callback in stage.backend.told} == {"https://api.example.com/api/editor/jobs/job-7/status"}
    assert len({callback.event_id for callback in stage.backend.told}) == 2


def test_the_result_of_a_single_segment_is_its_mix(stage: Stage) -> None:
    stage.deliver(a_mix_message(task="tts_bgm_mix"))

    assert stage.backend.bodies[-1]["result_key"] == f"{FOLDER}/0001_mix.wav"


def test_every_mix_is_stored_beside_its_tracks(stage: Stage) -> None:
    stage.deliver(TWO)

    _, mixed = read_wav(stage.tracks.files[f"{FOLDER}/0002_mix.wav"])
    _, music = read_wav(MUSIC)
    _, voice = read_wav(VOICE)
    assert sorted(stage.tracks.stored) == [f"{FOLDER}/0001_mix.wav", f"{FOLDER}/0002_mix.wav"]
    assert np.array_equal(mixed, voice + np.pad(music, ((0, 0), (0, voice.shape[1] - music.shape[1]))))


@pytest.mark.parametrize("which", ["bgm", "tts"])
def test_a_missing_track_fails_the_job_and_is_named(stage: Stage, which: str) -> None:
    del stage.tracks.files[f"{FOLDER}/0002_{which}.wav"]

    assert stage.deliver(TWO) == []
    expected = failed_body("S3_DOWNLOAD_FAILED", f"MIX: segment 2: its {which} is not there.")
    assert stage.backend.bodies == [STARTED, expected]


def test_a_track_that_is_no_sound_fails_the_job_and_is_named(stage: Stage, ffmpeg_program: str) -> None:
    stage.ffmpeg = ffmpeg_program
    stage.tracks.files[f"{FOLDER}/0001_tts.wav"] = b"no sound"

    stage.deliver(TWO)

    sentence = "MIX: segment 1: its tts cannot be used: it is no sound that can be read."
    assert stage.backend.bodies[-1] == failed_body("FFMPEG_FAILED", sentence)


def test_a_job_that_keeps_going_mixes_the_others(stage: Stage) -> None:
    del stage.tracks.files[f"{FOLDER}/0001_tts.wav"]

    assert stage.deliver(TWO | {"continue_on_error": True}) == []
    completed: Any = stage.backend.bodies[-1]
    assert completed["status"] == "segment_mix_completed"
    assert completed["result_key"] == f"{FOLDER}/0002_mix.wav"
    assert completed["metadata"]["segments"] == [
        {"index": 1, "output_key": None, "error_message": "MIX: segment 1: its tts is not there."},
        {"index": 2, "output_key": f"{FOLDER}/0002_mix.wav"},
    ]


def test_a_job_that_keeps_going_fails_when_nothing_could_be_mixed(stage: Stage) -> None:
    stage.tracks.files.clear()

    stage.deliver(TWO | {"continue_on_error": True})

    assert stage.backend.bodies[-1]["status"] == "failed"


def test_an_order_that_cannot_be_carried_out_fails_at_once(stage: Stage) -> None:
    assert stage.deliver(a_mix_message(segments=[{"index": 1, "bgm_gain": 9}])) == []

    sentence = "MIX: segments.0.bgm_gain: Input should be less than or equal to 4."
    assert stage.backend.bodies == [failed_body("ORDER_INVALID", sentence)]


def test_a_message_without_an_address_goes_to_the_dead_letters(stage: Stage) -> None:
    assert stage.deliver(a_mix_message(callback_url="")) == ["m1"]
    assert stage.backend.told == []


def test_a_retry_mixes_only_what_is_not_stored(stage: Stage) -> None:
    stage.tracks.errors = [failure(Condition.RESULT_UNAVAILABLE, "RESULT: S3 answered 503.")]

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


def test_a_backend_that_does_not_hear_of_the_beginning_hears_the_end(stage: Stage) -> None:
    stage.backend.errors = [failure(Condition.CALLBACK_UNREACHABLE, "CALLBACK: no answer.")]

    assert stage.deliver(TWO) == []
    assert stage.statuses == ["segment_mix_completed"]


def test_an_end_that_was_not_accepted_is_told_again_at_the_same_address(stage: Stage) -> None:
    stage.deliver(a_mix_message(job_id="job-6", intermediate_prefix=FOLDER))
    [_, expected] = stage.backend.told
    stage.backend.errors = [failure(Condition.CALLBACK_UNREACHABLE, "CALLBACK: no answer.") for _ in range(2)]

    assert stage.deliver(TWO) == ["m1"]
    stage.tracks.files.clear()
    assert stage.deliver(TWO, receive=2) == []

    completed = stage.backend.told[-1]
    assert json.loads(completed.body)["status"] == "segment_mix_completed"
    assert completed.url == expected.url.replace("job-6", "job-7") if expected.url else False


def test_the_sweep_tells_of_a_dead_job_at_the_messages_own_address(stage: Stage) -> None:
    stage.tracks.errors = [failure(Condition.RESULT_UNAVAILABLE, "RESULT: S3 answered 503.")]
    stage.deliver(TWO)
    began, stage.clock = stage.clock, lambda: began() + 6000 + LEASE

    assert stage.sweep() == 1
    sentence = "Nothing was heard of the job any more."
    assert stage.backend.bodies[-1] == failed_body("UNKNOWN_ERROR", sentence)
    assert stage.backend.told[-1].url == stage.backend.told[0].url


def test_a_redriven_job_says_what_its_end_supersedes(stage: Stage) -> None:
    stage.tracks.errors = [failure(Condition.RESULT_UNAVAILABLE, "RESULT: S3 answered 503.")]
    stage.deliver(TWO, receive=MAX_RECEIVES)
    failed = stage.backend.told[-1]

    assert stage.deliver(TWO, sent_at=stage.clock() + 60) == []
    body: Any = stage.backend.bodies[-1]
    assert body["metadata"]["supersedes"] == failed.event_id
    assert body["status"] == "segment_mix_completed"


def test_without_time_for_a_segment_the_job_goes_on_in_another_invocation(stage: Stage) -> None:
    assert stage.deliver(TWO, receive=MAX_RECEIVES, context=Context(remaining=(25.0,))) == []

    assert [json.loads(body) for body, _ in stage.queue.sent] == [TWO]
    assert stage.statuses == ["segment_mix_started"]
    assert stage.tracks.stored == []


def test_lines_of_a_mix_name_the_task_and_no_address(stage: Stage, log_lines: LogLines) -> None:
    stage.deliver(a_mix_message(callback_url="https://api.example.com/status?token=canary"))

    lines = {line["stage"]: line for line in log_lines.lines if "stage" in line}
    assert lines["JOB_DONE"]["task"] == "segment_mix"
    assert lines["JOB_DONE"]["s3_key"] == FOLDER
    assert (lines["MIX_DONE"]["segments"], lines["MIX_DONE"]["mixed"]) == (1, 1)
    assert "canary" not in log_lines.text
