from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.adapters.s3_stand_in import S3StandIn, cut_off
from tests.builders import a_deadline, a_dialogue, a_job, a_result
from worker.adapters.aws import make_s3_client
from worker.adapters.calls.retry import RetryPolicy
from worker.jobs.errors import LLM_REFUSED, NO_AUDIO, RESULT_FORBIDDEN, RESULT_UNAVAILABLE, Condition, JobError
from worker.tasks.summary.adapters.results import S3Results, describe_document, write_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.aws import Aws
    from worker.tasks.summary.result import Result

SCHEMA = Path(__file__).parents[3] / "schemas/result.schema.json"
REGION = "ap-northeast-2"
BUCKET = "results-of-the-tests"
PATIENT = RetryPolicy(retries=2, first_delay=0.01)
ENDS = {
    "done": a_result(),
    "with words and speakers": replace(a_result(), transcript=a_dialogue()),
    "silent": replace(a_result(), summary=None, transcript=None),
    "failed after the transcript": a_result().with_failure(JobError(LLM_REFUSED, "LLM", "refused.")),
    "failed": a_job().failed(JobError(NO_AUDIO, "FFMPEG", "no audio track.")),
}


@pytest.fixture
def results(emulated: Aws) -> S3Results:
    with suppress(emulated.s3.exceptions.BucketAlreadyOwnedByYou):
        emulated.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    return S3Results(make_s3_client(REGION), BUCKET, PATIENT, lambda: 1_795_150_900.75)


@pytest.fixture
def stand_in() -> Iterator[S3StandIn]:
    with S3StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def faulty(stand_in: S3StandIn, emulated: Aws, monkeypatch: pytest.MonkeyPatch) -> S3Results:
    assert emulated.endpoint
    monkeypatch.setenv("AWS_ENDPOINT_URL", stand_in.url)
    return S3Results(make_s3_client(REGION), BUCKET, PATIENT)


@pytest.mark.parametrize("result", ENDS.values(), ids=ENDS)
def test_a_result_is_stored_under_its_key(emulated: Aws, results: S3Results, result: Result) -> None:
    results.store(result, {}, a_deadline())

    assert stored(emulated, result) == document(result) | {"created_at": "2026-11-20T05:01:40Z"}


def test_a_document_names_the_subtitles_beside_it(emulated: Aws, results: S3Results) -> None:
    results.store(a_result(), {"srt": "1\n", "vtt": "WEBVTT\n"}, a_deadline())

    written = stored(emulated, a_result())
    assert (written["srt_key"], written["vtt_key"]) == ("results/123/987654321.srt", "results/123/987654321.vtt")


def test_a_document_without_subtitles_names_none(emulated: Aws, results: S3Results) -> None:
    results.store(a_result(), {}, a_deadline())

    written = stored(emulated, a_result())
    assert (written["srt_key"], written["vtt_key"]) == (None, None)


def stored(emulated: Aws, result: Result) -> dict[str, Any]:
    return json.loads(emulated.s3.get_object(Bucket=BUCKET, Key=result.result_key)["Body"].read())


def test_what_only_the_subtitles_need_is_in_no_document() -> None:
    result = a_result()
    assert result.transcript is not None
    paused = tuple(replace(segment, pauses=((1.0, 2.0),)) for segment in result.transcript.segments)

    document = write_document(replace(result, transcript=replace(result.transcript, segments=paused)))

    assert document == write_document(result)
    assert set(json.loads(document)["transcript"]["segments"][0]) == {"number", "start", "end", "text"}


def test_a_document_has_the_words_and_speakers_that_the_engine_tells() -> None:
    transcript = document(replace(a_result(), transcript=a_dialogue()))["transcript"]

    assert transcript["speakers"] == [{"label": "1", "name": "A"}, {"label": "2", "name": "B"}]
    assert [segment["speaker"] for segment in transcript["segments"]] == ["1", "2"]
    assert transcript["segments"][0]["words"] == [
        {"start": 4.5, "end": 5.0, "text": "안녕하세요"},
        {"start": 5.25, "end": 5.75, "text": "여러분."},
    ]


def test_a_document_has_no_empty_place_for_words_and_speakers() -> None:
    transcript = document(a_result())["transcript"]

    assert set(transcript) == {"language", "segments", "billed_seconds", "text"}
    assert [set(segment) for segment in transcript["segments"]] == [{"number", "start", "end", "text"}] * 2


@pytest.mark.parametrize("name", ["words", "speaker", "speakers"])
def test_the_schema_requires_neither_words_nor_speakers(name: str) -> None:
    shapes = json.loads(SCHEMA.read_text())["$defs"]

    assert name in shapes["Transcript"]["properties"] | shapes["Segment"]["properties"]
    assert name not in shapes["Transcript"]["required"] + shapes["Segment"]["required"]


def test_subtitles_stand_beside_the_result_with_their_types(emulated: Aws, results: S3Results) -> None:
    results.store(a_result(), {"srt": "1\n", "vtt": "WEBVTT\n"}, a_deadline())

    def kind(key: str) -> str:
        return emulated.s3.head_object(Bucket=BUCKET, Key=key)["ContentType"]

    assert kind("results/123/987654321.json") == "application/json; charset=utf-8"
    assert kind("results/123/987654321.srt") == "application/x-subrip; charset=utf-8"
    assert kind("results/123/987654321.vtt") == "text/vtt; charset=utf-8"


def test_a_passing_fault_of_a_write_is_waited_out(faulty: S3Results, stand_in: S3StandIn) -> None:
    stand_in.script = [503, cut_off]

    faulty.store(a_result(), {}, a_deadline())

    assert stand_in.asked == ["PUT"] * 3


@pytest.mark.parametrize(
    ("status", "condition"),
    [(500, RESULT_UNAVAILABLE), (503, RESULT_UNAVAILABLE), (403, RESULT_FORBIDDEN)],
)
def test_what_s3_answers_to_a_write_means(
    faulty: S3Results, stand_in: S3StandIn, status: int, condition: Condition
) -> None:
    stand_in.script = [status] * 3

    with pytest.raises(JobError) as caught:
        faulty.store(a_result(), {}, a_deadline())

    assert caught.value.condition is condition


def test_out_of_time_one_attempt_is_made_all_the_same(faulty: S3Results, stand_in: S3StandIn) -> None:
    stand_in.script = [503]

    with pytest.raises(JobError):
        faulty.store(a_result(), {}, a_deadline(seconds=0))

    assert stand_in.asked == ["PUT"]


def document(result: Result) -> dict[str, Any]:
    return json.loads(write_document(result))


@pytest.mark.parametrize("result", ENDS.values(), ids=ENDS)
def test_every_document_follows_the_published_schema(result: Result) -> None:
    jsonschema.validate(document(result), json.loads(SCHEMA.read_text()))  # pyright: ignore[reportUnknownMemberType] - jsonschema's stubs are partial


def test_the_published_schema_is_the_one_in_force() -> None:
    assert json.loads(SCHEMA.read_text()) == describe_document()


def test_the_document_holds_the_whole_text_for_readers() -> None:
    assert document(a_result())["transcript"]["text"] == "안녕하세요. 오늘은 날씨가 좋네요."
