"""One mix with the real adapters: emulated S3, real FFmpeg, and callbacks over HTTP to the message's own address."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listener import Connection, Listener
from tests.builders import a_mix_message, sqs_batch, sqs_record
from tests.handler.canaries import BACKEND_TOKEN
from tests.media.waves import level_in, read_wav, tone, write_wav

if TYPE_CHECKING:
    from pathlib import Path

    from tests.handler.world import World

FOLDER = "projects/123/interim/job-7/segments"
MUSIC, VOICE = tone(440, -20, 2.0), tone(1000, -12, 1.0)


class Editor(Listener):
    """Accepts every callback and keeps it."""

    def __init__(self) -> None:
        super().__init__(self._serve_one)
        self.requests: list[bytes] = []

    def _serve_one(self, connection: Connection) -> None:
        self.requests.append(connection.read_request())
        connection.send(b"HTTP/1.1 204 No Content\r\n\r\n")

    @property
    def statuses(self) -> list[str]:
        return [json.loads(request.partition(b"\r\n\r\n")[2])["status"] for request in self.requests]


@pytest.fixture
def flac(ffmpeg_program: str, tmp_path: Path) -> bytes:
    """The voice at another rate, as a file that is no WAV."""
    source, out = tmp_path / "voice.wav", tmp_path / "voice.flac"
    source.write_bytes(write_wav(VOICE))
    command = [ffmpeg_program, "-nostdin", "-v", "error", "-i", str(source), "-ar", "24000", str(out)]
    subprocess.run(command, check=True)
    return out.read_bytes()


def test_a_message_becomes_a_mix_and_two_callbacks_without_the_token(world: World, flac: bytes) -> None:
    world.aws.s3.put_object(Bucket=world.bucket, Key=f"{FOLDER}/0001_bgm.wav", Body=write_wav(MUSIC))
    world.aws.s3.put_object(Bucket=world.bucket, Key=f"{FOLDER}/0001_tts.wav", Body=flac)
    with Editor() as editor:
        world.settings["CALLBACK_ALLOWED_ORIGINS"] = f"{world.settings['BACKEND_BASE_URL']},{editor.url}"
        world.settings["JOB_CALLBACK_LOCALHOST_HOST"] = "127.0.0.1"
        url = f"http://localhost:{editor.port}/api/editor/jobs/{{job_id}}/status"
        message = a_mix_message(callback_url=url, segments=[{"index": 1, "bgm_gain": 0.35}])

        answer = world.invoke(sqs_batch(sqs_record(message)))

    assert answer == {"batchItemFailures": []}
    assert editor.statuses == ["segment_mix_started", "segment_mix_completed"]
    assert editor.requests[0].startswith(b"POST /api/editor/jobs/job-7/status ")
    assert BACKEND_TOKEN.encode() not in b"".join(editor.requests)
    stored = world.aws.s3.get_object(Bucket=world.bucket, Key=f"{FOLDER}/0001_mix.wav")
    rate, mixed = read_wav(stored["Body"].read())
    assert (rate, mixed.shape[1]) == (48_000, 96_000)
    assert level_in(mixed[0], MUSIC) == pytest.approx(-9.12, abs=0.5)
    assert level_in(mixed[0], VOICE) == pytest.approx(0.0, abs=0.5)


def test_an_address_that_is_not_allowed_hears_nothing(world: World) -> None:
    with Editor() as editor:
        message = a_mix_message(callback_url=f"{editor.url}/status", segments=[{"index": 3}])

        world.invoke(sqs_batch(sqs_record(message)))

    assert editor.requests == []
