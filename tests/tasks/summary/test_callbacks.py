from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.builders import a_dialogue, a_job, a_result, a_transcript
from worker.jobs.errors import LLM_NO_ANSWER, LLM_REFUSED, STT_NO_ANSWER, UNEXPECTED, JobError

if TYPE_CHECKING:
    from worker.tasks.summary.result import Result

REFUSED = JobError(LLM_REFUSED, "LLM", "the model refused.")


def body(result: Result) -> dict[str, Any]:
    return json.loads(result.callback("generation").body)


def test_done_has_the_specified_fields_and_ours_in_meta() -> None:
    told = body(a_result())

    assert list(told) == ["status", "s3_bucket", "s3_key", "transcript", "summary", "result_s3_key", "meta"]
    assert told["status"] == "DONE"
    assert told["s3_bucket"] == "shortform-video-bucket"
    assert told["s3_key"] == "videos/123/987654321.mp4"
    assert told["transcript"] == "안녕하세요. 오늘은 날씨가 좋네요."
    assert told["summary"] == "날씨에 대한 인사."
    assert told["result_s3_key"] == "results/123/987654321.json"
    assert told["meta"] == {
        "duration_ms": 25000,
        "model": "claude-haiku-5-5",
        "stt_engine": "clova",
        "video_duration": 120.5,
        "audio_quality": "high",
        "speech": True,
        "partial": False,
        "warnings": [],
        "billed_stt_seconds": 90,
        "input_tokens": 100,
        "output_tokens": 20,
        "cost": {"stt_krw": 24.0, "llm_usd": 0.00002, "prices_as_of": "2026-11-20"},
        "video_passage": "stream",
    }


def test_words_and_speakers_are_in_no_callback() -> None:
    heard = a_dialogue()
    bare = a_transcript(*(segment.text for segment in heard.segments))

    assert body(replace(a_result(), transcript=heard)) == body(replace(a_result(), transcript=bare))


def test_failed_has_exactly_the_specified_fields() -> None:
    assert body(a_job().failed(JobError(STT_NO_ANSWER, "STT", "no answer after 60 s."))) == {
        "status": "FAILED",
        "s3_bucket": "shortform-video-bucket",
        "s3_key": "videos/123/987654321.mp4",
        "error_code": "STT_TIMEOUT",
        "error_message": "STT: no answer after 60 s.",
    }


def test_failed_after_a_paid_transcript_names_the_result() -> None:
    assert body(a_result().with_failure(REFUSED))["result_s3_key"] == "results/123/987654321.json"


def test_a_message_is_bounded() -> None:
    long = JobError(UNEXPECTED, "x" * 1000)

    assert len(body(a_job().failed(long))["error_message"]) == 300


def test_the_same_outcome_has_the_same_bytes_and_id() -> None:
    assert a_result().callback("one") == a_result().callback("one")


def test_another_upload_or_another_end_has_another_id() -> None:
    done = a_result()
    ends = [
        (done, "one"),
        (done, "other"),
        (done.with_failure(REFUSED), "one"),
        (done.with_failure(JobError(LLM_NO_ANSWER, "")), "one"),
    ]

    assert len({result.callback(generation).event_id for result, generation in ends}) == len(ends)


def test_korean_is_sent_as_it_is_written() -> None:
    callback = replace(a_result(), transcript=a_transcript("가나다")).callback("generation")

    assert "가나다".encode() in callback.body
