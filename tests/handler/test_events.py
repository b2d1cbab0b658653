"""Every sample event in `events/`, through the handler."""

from __future__ import annotations

import ctypes
import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import app
from tests.builders import Context
from tests.handler.stage import change_processor
from tests.media.waves import tone, write_wav
from worker.bootstrap.tasks import make_intake

if TYPE_CHECKING:
    from tests.handler.stage import Stage

EVENTS = Path(__file__).parents[2] / "events"
BUCKET = "clipscribe-local-videos"

MIX = "segment_mix.json"

TABLE: dict[str, tuple[object, list[str]]] = {
    "s3.json": ({"batchItemFailures": []}, ["sample"]),
    "sns.json": ({"batchItemFailures": []}, ["sample"]),
    "eventbridge.json": ({"batchItemFailures": []}, ["100%25 a+b 회의"]),
    "several_records.json": ({"batchItemFailures": []}, ["first", "second"]),
    "korean_key.json": ({"batchItemFailures": []}, [unicodedata.normalize("NFD", "회의") + " a+b"]),
    "test_event.json": ({"batchItemFailures": []}, []),
    "object_removed.json": ({"batchItemFailures": []}, []),
    "folder_marker.json": ({"batchItemFailures": []}, []),
    "own_output.json": ({"batchItemFailures": []}, []),
    "bare_s3.json": ({"acknowledged": True}, ["sample"]),
    "catalog.json": ({"batchItemFailures": []}, ["42_my-movie-title"]),  # a summary, unless VIDEO_TASK says otherwise
}


def invoke(stage: Stage, name: str) -> dict[str, Any]:
    worker = change_processor(stage.worker(), intake=make_intake(BUCKET, "summary"))
    event = json.loads((EVENTS / name).read_text())
    return app.make_handler(lambda _: worker)(event, Context())  # type: ignore[arg-type] - the part of Lambda's context that is read


@pytest.mark.parametrize("name", TABLE)
def test_a_sample_event_is_handled(stage: Stage, name: str) -> None:
    answer, jobs = TABLE[name]

    assert invoke(stage, name) == answer
    assert [callback.job_id for callback in stage.backend.told] == jobs
    assert [body["status"] for body in stage.backend.bodies] == ["DONE"] * len(jobs)


def test_the_sample_of_a_mix_is_handled(stage: Stage) -> None:
    sound = write_wav(tone(440, -20, 0.01))
    folder = "projects/123/interim/6820f1/segments"
    stage.tracks.files = {f"{folder}/{index:04d}_{name}.wav": sound for index in (1, 2) for name in ("bgm", "tts")}

    assert invoke(stage, MIX) == {"batchItemFailures": []}
    assert stage.statuses == ["segment_mix_started", "segment_mix_completed"]
    assert sorted(stage.tracks.stored) == [f"{folder}/0001_mix.wav", f"{folder}/0002_mix.wav"]


def test_every_sample_event_is_in_the_table() -> None:
    assert {*TABLE, MIX} == {path.name for path in EVENTS.glob("*.json")}


def test_an_invocation_closes_the_worker_to_its_children(stage: Stage) -> None:
    program, get, put = ctypes.CDLL(None), 3, 4  # PR_GET_DUMPABLE and PR_SET_DUMPABLE of linux/prctl.h
    program.prctl(put, 1, 0, 0, 0)

    stage.invoke(json.loads((EVENTS / "test_event.json").read_text()))

    assert program.prctl(get, 0, 0, 0, 0) == 0
