"""The mixes of the suites: sounds whose levels say which job and segment they are of, and what was wrong with them."""

from __future__ import annotations

import io
import wave
from array import array
from typing import TYPE_CHECKING, Any

from tests.builders import a_mix_message
from tests.faults.stores import BUCKET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.aws import Aws
    from tests.faults.case import Run

SEGMENTS = (1, 2, 3)
_RATE = 16_000
_SAMPLES = 1600
_VOICE = 5000


def order_mix(run: Run, aws: Aws, editor: str) -> dict[str, Any]:
    """Store the sounds of a mix; returns the message that orders it and names where the editor is told."""
    for index in SEGMENTS:
        for name, level in (("bgm", _background(run, index)), ("tts", _VOICE)):
            aws.s3.put_object(Bucket=BUCKET, Key=f"{run.folder}/{index:04d}_{name}.wav", Body=_hold(level))
    address = f"{editor}/api/editor/jobs/{{job_id}}/status"
    return a_mix_message(job_id=run.job_id, callback_url=address, segments=[{"index": index} for index in SEGMENTS])


def judge_mixes(run: Run, aws: Aws, *, done: bool) -> Iterator[tuple[str, str]]:
    """Kinds of flaws of a mix's files, and what was seen; each is there once, and says its segment."""
    for index in SEGMENTS:
        key = f"{run.folder}/{index:04d}_mix.wav"
        versions = aws.s3.list_object_versions(Bucket=BUCKET, Prefix=key).get("Versions", [])
        if len(versions) > 1 + run.case.excused:
            yield "duplicated", f"segment {index} was mixed {len(versions)} times"
        if not versions and done:
            yield "wrong result", f"segment {index} is not there"
        if versions:
            heard = set(_read(aws.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()))
            if heard != {_background(run, index) + _VOICE}:
                yield "wrong result", f"segment {index} sounds {sorted(heard)[:3]}"


def _background(run: Run, index: int) -> int:
    return run.number % 997 + 1000 * index


def _hold(level: int) -> bytes:
    """A WAV file of one level."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_RATE)
        sound.writeframes(array("h", [level] * _SAMPLES).tobytes())
    return file.getvalue()


def _read(body: bytes) -> array[int]:
    with wave.open(io.BytesIO(body)) as file:
        return array("h", file.readframes(file.getnframes()))
