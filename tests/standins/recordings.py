"""Recordings for CLOVA Speech, and how they are sent: the form is written out, without a client library."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs] - it has none; one function of it is used

from local.standins.clova_speech_contract import Domain
from tests.standins.asking import Answer, ask
from tests.standins.sounds import wav

if TYPE_CHECKING:
    from local.standins.clova_speech import ClovaSpeechStandIn

SECRET = {"X-CLOVASPEECH-API-KEY": "a-secret"}
DOMAIN = Domain("/external/v1/1/a-key", "a-secret")
PARAMS = {"language": "en-US", "completion": "async", "diarization": {"enable": True}}
BOUNDARY = "a-boundary"
FORM = {**SECRET, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
AS_FILE = 'name="media"; filename="sound.flac"'


def field(head: str, content: bytes) -> bytes:
    """One field; `head` is what follows `form-data;`."""
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"


def form(*fields: bytes) -> bytes:
    """A whole body."""
    return b"".join(fields) + f"--{BOUNDARY}--\r\n".encode()


def params(**changes: object) -> bytes:
    """The field `params`; None leaves a parameter out."""
    values = {name: value for name, value in {**PARAMS, **changes}.items() if value is not None}
    return field('name="params"', json.dumps(values).encode())


def flac(sound: bytes) -> bytes:
    """A WAV file as FLAC."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", "pipe:0", "-f", "flac", "pipe:1"]
    return subprocess.run(command, input=sound, capture_output=True, check=True).stdout


def send(speech: ClovaSpeechStandIn, *fields: bytes) -> Answer:
    """Upload; one second of silence where no field is given."""
    body = form(*(fields or (field(AS_FILE, wav(1)), params())))
    return ask(f"{speech.invoke_url}/recognizer/upload", body, FORM)


def poll(speech: ClovaSpeechStandIn, token: str) -> Answer:
    """Ask how far a recording is."""
    return ask(f"{speech.invoke_url}/recognizer/{token}", b"", SECRET, "GET")
