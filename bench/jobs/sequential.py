"""The way of the specification's sketch, as a program: download, then FFmpeg, then one call after another.

It shares our clients of CLOVA and Claude, so that only the order of things is compared. Input and output as `worker`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

import requests

from bench.jobs.ending import tell_seconds
from local.aws import Aws
from worker.adapters.services import make_services
from worker.jobs.deadline import Deadline
from worker.settings.reading import validate
from worker.speech.audio import SpeechClip
from worker.speech.transcript import Segment, Transcript
from worker.tasks.summary.settings import Settings
from worker.tasks.summary.summarize import summarize
from worker.tasks.summary.wiring import make_ports

if TYPE_CHECKING:
    from collections.abc import Iterator

FILTERS = "highpass=f=200,lowpass=f=3800,afftdn"
_CLIP_SECONDS, _BYTES_A_SECOND = 55, 32_000


def main() -> None:
    """Handle the event's one record."""
    message = json.loads(json.load(sys.stdin)["Records"][0]["body"])
    found = message["Records"][0]["s3"]
    begun = time.perf_counter()
    _summarize(found["bucket"]["name"], unquote_plus(found["object"]["key"]), validate(Settings, os.environ))
    tell_seconds(time.perf_counter() - begun)


def _summarize(bucket: str, key: str, settings: Settings) -> None:
    s3, deadline, job = Aws(os.environ["AWS_ENDPOINT_URL"]).s3, Deadline.after(3600), Path(key).stem
    with tempfile.TemporaryDirectory() as folder:
        video, sound = Path(folder, "video"), Path(folder, "sound.wav")
        with video.open("wb") as file:
            file.writelines(s3.get_object(Bucket=bucket, Key=key)["Body"].iter_chunks(1 << 20))
        wanted = ("-vn", "-af", FILTERS, "-ac", "1", "-ar", "16000", str(sound))
        command = [settings.ffmpeg_path, "-nostdin", "-v", "error", "-i", str(video), *wanted]
        subprocess.run(command, check=True)
        transcript = _transcribe(sound, settings, deadline)
    ports = make_ports(settings, make_services(settings))
    summary = summarize(transcript, ports.model, "Summarise what was said.", deadline)
    result = f"results/{job}.json"
    s3.put_object(Bucket=bucket, Key=result, Body=summary.text.encode())
    texts = {"transcript": transcript.text, "summary": summary.text}
    _tell(settings, job, {"s3_bucket": bucket, "s3_key": key, "result_s3_key": result, **texts})


def _transcribe(sound: Path, settings: Settings, deadline: Deadline) -> Transcript:
    speech = make_ports(settings, make_services(settings)).speech
    answers = [(clip, speech.recognise(clip, "Eng", deadline)) for clip in _cut(sound)]
    segments = [Segment(at, clip.start, clip.end, answer.text) for at, (clip, answer) in enumerate(answers, start=1)]
    return Transcript("Eng", tuple(segments), sum(answer.billed_seconds for _, answer in answers))


def _cut(sound: Path) -> Iterator[SpeechClip]:
    """Clips of 55 s, wherever the cuts fall."""
    pcm = sound.read_bytes()[78:]
    size = _CLIP_SECONDS * _BYTES_A_SECOND
    for first in range(0, len(pcm), size):
        piece = pcm[first : first + size]
        yield SpeechClip.of(piece, first / _BYTES_A_SECOND, (first + len(piece)) / _BYTES_A_SECOND)


def _tell(settings: Settings, job: str, told: dict[str, str]) -> None:
    meta = {"duration_ms": 0, "model": settings.claude_model, "stt_engine": "clova", "video_duration": 0}
    body = {"status": "DONE", **told, "meta": {**meta, "audio_quality": "high"}}
    token = settings.backend_internal_token.get_secret_value()
    headers = {"X-Internal-Token": token, "webhook-id": f"msg_{job}", "webhook-timestamp": str(int(time.time()))}
    url = f"{settings.backend_base_url}/internal/jobs/{job}/complete"
    requests.post(url, json=body, headers=headers, timeout=10).raise_for_status()


if __name__ == "__main__":
    main()
