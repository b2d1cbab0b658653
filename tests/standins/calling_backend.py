"""Callbacks as the specification shows them, to be spoilt one thing at a time."""

import base64
import hmac
import json
import time

from local.standins.backend import BackendStandIn
from tests.standins.asking import Answer, ask

SECRET = "whsec_" + base64.b64encode(b"twenty-four bytes of key").decode()
META = {
    "duration_ms": 25000,
    "model": "claude-haiku-5-5",
    "stt_engine": "clova",
    "video_duration": 120.5,
    "audio_quality": "high",
}
DONE = {
    "status": "DONE",
    "s3_bucket": "shortform-video-bucket",
    "s3_key": "videos/123/987654321.mp4",
    "transcript": "안녕하세요.",
    "summary": "인사.",
    "result_s3_key": "results/123/987654321.json",
    "meta": META,
}
FAILED = {
    "status": "FAILED",
    "s3_bucket": "shortform-video-bucket",
    "s3_key": "videos/123/987654321.mp4",
    "error_code": "STT_TIMEOUT",
    "error_message": "STT: CLOVA gave no answer within 60 s.",
}


def headers_for(body: bytes, **changes: str) -> dict[str, str]:
    now = str(int(time.time()))
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    signature = base64.b64encode(hmac.digest(key, f"msg_1.{now}.".encode() + body, "sha256")).decode()
    ordinary = {
        "X-Internal-Token": "a-token",
        "Content-Type": "application/json",
        "webhook-id": "msg_1",
        "webhook-timestamp": now,
        "webhook-signature": f"v1,{signature}",
    }
    return ordinary | {name.replace("_", "-"): value for name, value in changes.items()}


def tell(backend: BackendStandIn, value: object, path: str = "/internal/jobs/7/complete", **headers: str) -> Answer:
    body = json.dumps(value, ensure_ascii=False).encode()
    return ask(backend.url + path, body, headers_for(body, **headers))
