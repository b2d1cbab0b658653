"""Values for tests, each with a default for everything a test does not care about."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote_plus

from worker.delivery.delivery import Delivery
from worker.delivery.ledger.entry import Entry
from worker.delivery.ledger.outcome import Outcome
from worker.jobs.deadline import Deadline
from worker.jobs.ending import FailureReport, Status
from worker.jobs.errors import Handling
from worker.jobs.source import Source
from worker.llm.model import Chapter, ModelUsage, Summary
from worker.speech.audio import AudioQuality
from worker.speech.transcript import Segment, Speaker, Transcript, Word
from worker.tasks.catalog.content import VideoAsset
from worker.tasks.summary.job import SummaryJob
from worker.tasks.summary.result import Cost, Meta, Result
from worker.video.facts import MediaFacts

BUCKET = "shortform-video-bucket"
KEY = "videos/123/987654321.mp4"
VERSION = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrH"
ETAG = "d41d8cd98f00b204e9800998ecf8427e"
SEQUENCER = "0055AED6DCD90281E5"


def a_source(
    key: str = KEY,
    *,
    version_id: str | None = VERSION,
    etag: str | None = ETAG,
    size: int | None = 5,
    sequencer: str | None = SEQUENCER,
) -> Source:
    return Source(BUCKET, key, quote_plus(key, safe="/"), version_id, etag, size, sequencer)


def a_job(source: Source | None = None, job_id: str = "987654321", user_id: str | None = "123") -> SummaryJob:
    return SummaryJob(job_id, source or a_source(), user_id)


def a_transcript(*texts: str, language: str = "Kor") -> Transcript:
    spoken = texts or ("안녕하세요.", "오늘은 날씨가 좋네요.")
    segments = tuple(Segment(i + 1, i * 50.0, i * 50.0 + 45.0, text) for i, text in enumerate(spoken))
    return Transcript(language, segments, billed_seconds=45 * len(segments))


def a_dialogue(name: str = "A") -> Transcript:
    """Two speakers, with the times of their words; `name` is the first one's."""
    greeting = (Word(4.5, 5.0, "안녕하세요"), Word(5.25, 5.75, "여러분."))
    answer = (Word(6.5, 6.75, "네,"), Word(6.75, 7.5, "반갑습니다."))
    segments = (
        Segment(1, 4.0, 6.0, "안녕하세요 여러분.", words=greeting, speaker="1"),
        Segment(2, 6.0, 7.5, "네, 반갑습니다.", words=answer, speaker="2"),
    )
    return Transcript("Kor", segments, billed_seconds=15, speakers=(Speaker("1", name), Speaker("2", "B")))


def a_summary(text: str = "날씨에 대한 인사.") -> Summary:
    chapters = (Chapter("인사", 0.0, 1),)
    return Summary(text, "claude-haiku-5-5", "인사", ("날씨가 좋다",), chapters, ModelUsage(100, 20))


def a_meta() -> Meta:
    return Meta(
        25_000, "claude-haiku-5-5", "clova", 120.5, AudioQuality.HIGH, True, False, (), 90, 100, 20, Cost(24.0, 0.00002)
    )


def a_result(job: SummaryJob | None = None) -> Result:
    job = job or a_job()
    return Result(
        Status.DONE, job.job_id, job.user_id, job.source, job.result_key, a_transcript(), a_summary(), a_meta()
    )


def an_entry(generation: str = "generation") -> Entry:
    return Entry("987654321", generation, KEY, SEQUENCER, first_seen=1000.0, updated_at=1000.0)


def an_outcome() -> Outcome:
    report = FailureReport("STT_TIMEOUT", "STT: no answer.", "stt_no_answer", Handling.RETRYABLE)
    return Outcome(Status.FAILED, "987654321", "msg_1", 1000.0, report, body="{}")


def a_delivery() -> Delivery:
    return Delivery("{}", receive_count=1, last=False, message_id="m1", receipt="receipt-m1")


def a_deadline(seconds: float = 600) -> Deadline:
    return Deadline.after(seconds)


def s3_record(
    key: str = KEY, *, bucket: str = BUCKET, event: str = "ObjectCreated:Put", raw_key: str | None = None, **fields: Any
) -> dict[str, Any]:
    """One record of a notification, with every field that S3 sends; `key` is encoded as S3 does unless `raw_key` is."""
    encoded = raw_key or quote_plus(key, safe="/")
    found = {"key": encoded, "size": 5, "eTag": ETAG, "versionId": VERSION, "sequencer": SEQUENCER}
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": "ap-northeast-2",
        "eventTime": "2026-11-20T05:01:23.000Z",
        "eventName": event,
        "userIdentity": {"principalId": "AWS:AIDAJDPLRKLG7UEXAMPLE"},
        "requestParameters": {"sourceIPAddress": "203.0.113.7"},
        "responseElements": {"x-amz-request-id": "C3D13FE58DE4C810", "x-amz-id-2": "FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG"},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "videos",
            "bucket": {
                "name": bucket,
                "ownerIdentity": {"principalId": "A3NL1KOZZKExample"},
                "arn": f"arn:aws:s3:::{bucket}",
            },
            "object": found | fields,
        },
    }


def s3_message(*records: dict[str, Any]) -> dict[str, Any]:
    return {"Records": list(records or (s3_record(),))}


def eventbridge_message(key: str = KEY, kind: str = "Object Created") -> dict[str, Any]:
    found = {"key": key, "size": 5, "etag": ETAG, "version-id": VERSION, "sequencer": SEQUENCER}
    detail = {"version": "0", "bucket": {"name": BUCKET}, "object": found, "reason": "PutObject"}
    return {"version": "0", "detail-type": kind, "source": "aws.s3", "region": "ap-northeast-2", "detail": detail}


def a_mix_message(**fields: Any) -> dict[str, Any]:
    """An order of one segment, changed by fields."""
    message = {
        "task": "segment_mix",
        "job_id": "job-7",
        "project_id": "123",
        "callback_url": "https://api.example.com/api/editor/jobs/{job_id}/status",
        "segments": [{"index": 1}],
    }
    return message | fields


def sns_message(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "Type": "Notification",
        "TopicArn": "arn:aws:sns:ap-northeast-2:123456789012:t",
        "Message": json.dumps(message),
    }


def sqs_record(body: object, *, receive_count: int = 1, message_id: str = "m1") -> dict[str, Any]:
    return {
        "messageId": message_id,
        "receiptHandle": f"receipt-{message_id}",
        "body": body if isinstance(body, str) else json.dumps(body),
        "attributes": {"ApproximateReceiveCount": str(receive_count), "SentTimestamp": "1763701283000"},
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:ap-northeast-2:123456789012:video-ingest-queue",
        "awsRegion": "ap-northeast-2",
    }


def sqs_batch(*records: dict[str, Any]) -> dict[str, Any]:
    return {"Records": list(records)}


@dataclass
class Context:
    """What Lambda hands to a handler; `remaining` are seconds, one a question, the last one for ever."""

    remaining: tuple[float, ...] = (600.0,)
    asked: int = 0
    function_name: str = "clipscribe"
    memory_limit_in_mb: str = "3008"
    invoked_function_arn: str = "arn:aws:lambda:ap-northeast-2:123456789012:function:clipscribe"
    aws_request_id: str = "6bc28136-xmpl-4365-b021-0ce6b2e64ab0"

    def get_remaining_time_in_millis(self) -> int:
        seconds = self.remaining[min(self.asked, len(self.remaining) - 1)]
        self.asked += 1
        return round(seconds * 1000)


def some_facts(**changes: Any) -> MediaFacts:
    facts = MediaFacts(12.4, 1280, 720, 30.0, "h264", "aac", 1, 2_500_000)
    return replace(facts, **changes)


def an_asset(name: str = "42_my-movie-title", **facts: Any) -> VideoAsset:
    address = f"s3://{BUCKET}/videos/{name}.mp4"
    return VideoAsset(address, f"s3://{BUCKET}/thumbnails/{name}.mp4.jpg", some_facts(**facts))
