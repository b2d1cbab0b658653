"""The segment mix through `app.handler`: its bodies, prefixes and statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.builders import a_mix_message
from tests.media.waves import read_wav
from tests.tasks.segment_mix.orders import FOLDER, MUSIC, TWO, VOICE, failed_body, stage_with_tracks
from worker.jobs.errors import CALLBACK_UNREACHABLE, JobError

if TYPE_CHECKING:
    from tests.conftest import LogLines
    from tests.handler.stage import Stage

STARTED = {
    "status": "segment_mix_started",
    "metadata": {"job_id": "job-7", "project_id": "123", "segments": 2},
    "result_key": None,
}


@pytest.fixture
def stage() -> Stage:
    return stage_with_tracks()


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


def test_a_track_that_is_too_large_fails_the_job_and_is_named_with_both_sizes(stage: Stage) -> None:
    stage.tracks.files[f"{FOLDER}/0001_tts.wav"] = bytes(64 * 1024**2 + 1)

    assert stage.deliver(TWO) == []
    sentence = "MIX: segment 1: its tts has 64.0 MB, over the limit of 64 MB."
    assert stage.backend.bodies[-1] == failed_body("S3_DOWNLOAD_FAILED", sentence)


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


def test_a_backend_that_does_not_hear_of_the_beginning_hears_the_end(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")]

    assert stage.deliver(TWO) == []
    assert stage.statuses == ["segment_mix_completed"]


def test_lines_of_a_mix_name_the_task_and_no_address(stage: Stage, log_lines: LogLines) -> None:
    stage.deliver(a_mix_message(callback_url="https://api.example.com/status?token=canary"))

    lines = {line["stage"]: line for line in log_lines.lines if "stage" in line}
    assert lines["JOB_DONE"]["task"] == "segment_mix"
    assert lines["JOB_DONE"]["s3_key"] == FOLDER
    assert (lines["MIX_DONE"]["segments"], lines["MIX_DONE"]["mixed"]) == (1, 1)
    assert "canary" not in log_lines.text
