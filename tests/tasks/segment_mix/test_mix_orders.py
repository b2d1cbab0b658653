"""What a message of the segment mix says (docs/sources.md, Mixing)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.builders import BUCKET, a_mix_message
from worker.bootstrap.tasks import make_intake
from worker.delivery.messages import UnreadableMessageError, read_message
from worker.tasks.segment_mix.job import SegmentMixJob
from worker.tasks.segment_mix.mix import Segment

FOLDER = "projects/123/interim/job-7/segments"


def read(message: dict[str, Any]) -> SegmentMixJob:
    [job] = read_message(json.dumps(message), make_intake(BUCKET, "summary"))
    assert isinstance(job, SegmentMixJob)
    return job


def one(**fields: Any) -> dict[str, Any]:
    return a_mix_message(segments=[{"index": 1} | fields])


@pytest.mark.parametrize("task", ["segment_mix", "tts_bgm_mix"])
def test_both_names_of_the_task_are_one(task: str) -> None:
    job = read(a_mix_message(task=task))

    assert (job.task, job.job_id, job.project_id, job.s3_key) == ("segment_mix", "job-7", "123", FOLDER)
    assert job.problem is None


@pytest.mark.parametrize(
    ("fields", "segment"),
    [
        ({}, Segment(1, f"{FOLDER}/0001_bgm.wav", f"{FOLDER}/0001_tts.wav", f"{FOLDER}/0001_mix.wav", 1.0, 1.0)),
        (
            {"bgm_key": "projects/123/interim/other/a.wav"},
            Segment(
                1, "projects/123/interim/other/a.wav", f"{FOLDER}/0001_tts.wav", f"{FOLDER}/0001_mix.wav", 1.0, 1.0
            ),
        ),
        (
            {"bgm_key": "projects/123/[최종] 배경, cafe\u0301 & 음악.wav"},
            Segment(
                1,
                "projects/123/[최종] 배경, cafe\u0301 & 음악.wav",
                f"{FOLDER}/0001_tts.wav",
                f"{FOLDER}/0001_mix.wav",
                1.0,
                1.0,
            ),
        ),
        (
            {"bgm_gain": 0.35, "tts_gain": 0, "output_key": "projects/123/interim/x.wav"},
            Segment(1, f"{FOLDER}/0001_bgm.wav", f"{FOLDER}/0001_tts.wav", "projects/123/interim/x.wav", 0.35, 0.0),
        ),
    ],
    ids=["inferred", "named bgm", "bgm with any name", "gains and output"],
)
def test_what_is_not_said_is_inferred_from_the_prefix(fields: dict[str, Any], segment: Segment) -> None:
    assert read(one(**fields)).segments == (segment,)


@pytest.mark.parametrize("prefix", [None, "projects/123/interim/{job_id}/segments", f"{FOLDER}/"])
def test_the_prefix_is_the_jobs_own_unless_it_is_said(prefix: str | None) -> None:
    assert read(a_mix_message(intermediate_prefix=prefix)).prefix == FOLDER


@pytest.mark.parametrize("index", [0, 7, 42, 9999])
def test_indexes_have_four_digits(index: int) -> None:
    [segment] = read(a_mix_message(segments=[{"index": index}])).segments

    assert segment.output_key == f"{FOLDER}/{index:04d}_mix.wav"


def test_the_jobs_id_is_put_into_the_callback_url() -> None:
    url = "https://api.example.com/api/editor/jobs/{job_id}/status"

    assert read(a_mix_message(callback_url=url)).callback_url == "https://api.example.com/api/editor/jobs/job-7/status"


def test_numbers_do_for_ids() -> None:
    assert read(a_mix_message(project_id=123)).project_id == "123"


def test_the_same_order_is_the_same_job_whatever_the_message() -> None:
    first, again = read(a_mix_message()).named("m1"), read(a_mix_message()).named("m2")
    other = read(one(bgm_gain=0.5)).named("m1")

    assert first.generation == again.generation
    assert len(first.generation) == 32
    assert other.generation != first.generation


@pytest.mark.parametrize("field", ["job_id", "project_id", "callback_url"])
@pytest.mark.parametrize("value", [None, "", {"a": 1}])
def test_a_message_that_leaves_nobody_to_tell_cannot_be_read(field: str, value: object) -> None:
    with pytest.raises(UnreadableMessageError) as caught:
        read(a_mix_message(**{field: value}))

    assert field in str(caught.value)


@pytest.mark.parametrize("bad", ["../x", "a/b", "a b", ".", "x" * 200, "가", "a\n", "a{b}"])
@pytest.mark.parametrize("field", ["job_id", "project_id"])
def test_ids_are_plain_names(field: str, bad: str) -> None:
    with pytest.raises(UnreadableMessageError):
        read(a_mix_message(**{field: bad}))


@pytest.mark.parametrize(
    "key",
    [
        "videos/1/a.wav",
        "projects/124/interim/a.wav",
        "projects/123/../124/a.wav",
        "projects/123/interim/../../124/a.wav",
        "projects/123//a.wav",
        "projects/123/./a.wav",
        "/projects/123/a.wav",
        "projects/123/a\x00.wav",
        "projects/123/a\\b.wav",
        "projects/123/a\n.wav",
        "projects/123/" + "가" * 400 + ".wav",
        "projects/123",
        "",
    ],
)
@pytest.mark.parametrize("field", ["bgm_key", "tts_key", "output_key"])
def test_a_key_outside_of_the_project_is_refused_without_being_quoted(field: str, key: str) -> None:
    job = read(one(**{field: key}))

    assert job.segments == ()
    assert job.problem is not None
    assert not key or key not in job.problem


@pytest.mark.parametrize(
    "key",
    ["projects/123/outputs/videos/a.wav", "projects/123/inputs/a.wav", "projects/123/interim/a.mp4", f"{FOLDER}/mix"],
)
def test_a_mix_is_written_as_wav_among_the_interim_files_only(key: str) -> None:
    assert read(one(output_key=key)).problem == "segment 1: output_key must be a .wav under the project's interim/"


@pytest.mark.parametrize("gain", [-0.1, 4.1, "loud", None, float("nan"), float("inf"), 1e400])
@pytest.mark.parametrize("field", ["bgm_gain", "tts_gain"])
def test_a_gain_is_a_number_from_nothing_to_twelve_decibels(field: str, gain: object) -> None:
    problem = read(one(**{field: gain})).problem

    assert problem is not None
    assert problem.startswith(f"segments.0.{field}: ")


BAD_SEGMENTS: list[tuple[object, str]] = [
    ([], "segments: List should have at least 1 item after validation, not 0"),
    ([{"index": 1}] * 1001, "segments: List should have at most 1000 items after validation, not 1001"),
    ([{"index": 1}, {"index": 1}], "segments: two of them have the same index or output_key"),
    (
        [{"index": 1, "output_key": f"{FOLDER}/a.wav"}, {"index": 2, "output_key": f"{FOLDER}/a.wav"}],
        "segments: two of them have the same index or output_key",
    ),
    ([{"index": 1, "output_key": f"{FOLDER}/0002_tts.wav"}, {"index": 2}], "segments: an output_key is also a source"),
    ([{"index": -1}], "segments.0.index: Input should be greater than or equal to 0"),
    ([{}], "segments.0.index: Field required"),
    ("all", "segments: Input should be a valid list"),
    (None, "segments: Input should be a valid list"),
]


@pytest.mark.parametrize(("segments", "problem"), BAD_SEGMENTS)
def test_segments_that_cannot_be_mixed_say_why(segments: object, problem: str) -> None:
    assert read(a_mix_message(segments=segments)).problem == problem


def test_a_prefix_of_another_project_is_refused() -> None:
    job = read(a_mix_message(intermediate_prefix="projects/124/interim/x"))

    assert job.problem == "intermediate_prefix: must be under the project's own folder"
