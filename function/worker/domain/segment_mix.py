"""The segment mix: a background and a voice for each stretch of a dubbed video, made into one sound."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import ClassVar

from worker.domain.tasks import Task


@dataclass(frozen=True, slots=True)
class Segment:
    """What to mix, and where to: keys of the bucket, and gains that samples are multiplied with (1.0 leaves them)."""

    index: int
    bgm_key: str
    tts_key: str
    output_key: str
    bgm_gain: float
    tts_gain: float


@dataclass(frozen=True, slots=True)
class SegmentMixJob:
    """Mix the segments of a project, and tell `callback_url`.

    `prefix` is where its files are. `problem` says why the order cannot be carried out, where it names who is told but
    not what to do; then there are no segments. With `keep_going` a segment that cannot be mixed does not fail the
    others. The same order under the same `job_id` is the same job: a second message is a duplicate.
    """

    task: ClassVar = Task.SEGMENT_MIX
    user_id: ClassVar = None
    sequencer: ClassVar = ""

    job_id: str
    project_id: str
    callback_url: str
    prefix: str
    segments: tuple[Segment, ...] = ()
    keep_going: bool = False
    problem: str | None = None
    generation: str = ""

    @property
    def s3_key(self) -> str:
        """What log lines and the ledger call it."""
        return self.prefix

    def named(self, message_id: str) -> SegmentMixJob:  # noqa: ARG002 - a message that waits is sent again under another id
        """The job with its generation, which is made of the order."""
        order = json.dumps(asdict(replace(self, generation="")), sort_keys=True)
        return replace(self, generation=hashlib.sha256(order.encode()).hexdigest()[:32])

    @classmethod
    def recalled(cls, job_id: str, generation: str, key: str, callback_url: str) -> SegmentMixJob:
        """What the ledger knows of a job: enough to tell of its end. `key` is its `s3_key`."""
        return cls(job_id, key.split("/")[1], callback_url, key, generation=generation)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the bucket. `size` is bytes; `origin` says what a mix was made of, None for every other file."""

    key: str
    etag: str
    size: int
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """One of the two sounds of a segment, on disk. `name` is what people call it: bgm or tts."""

    name: str
    path: Path
    gain: float


@dataclass(frozen=True, slots=True)
class Mix:
    """What became of a segment; `problem` says why there is no file under `output_key`."""

    index: int
    output_key: str
    problem: str | None = None
