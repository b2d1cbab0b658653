"""The kinds of jobs, and the S3 object that most of them are about.

What the rest asks of every kind: its `task`, `job_id`, `user_id`, `s3_key` and `sequencer` ("" where there is none),
`generation`, which `named` fills, `callback_url` (None is the backend's own address), and that a pipeline,
`stages.locate` and `domain.endings` have a `case` for it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import ClassVar

from worker.domain.contents import Content, read_content
from worker.domain.keys import read_address
from worker.domain.segment_mix import SegmentMixJob
from worker.domain.tasks import Task


@dataclass(frozen=True, slots=True)
class Source:
    """The object as the event names it.

    `raw_key` is the key before URL-decoding: some S3 clones do not encode, so it is tried once when `key` is missing.
    `version_id`, `etag`, `size` (bytes) and `sequencer` are None where the event does not tell.
    """

    bucket: str
    key: str
    raw_key: str
    version_id: str | None = None
    etag: str | None = None
    size: int | None = None
    sequencer: str | None = None


@dataclass(frozen=True, slots=True)
class SummaryJob:
    """Transcribe and summarise one video. `user_id` is None for `videos/{job_id}.ext`.

    `language` is what the uploader said is spoken (`x-amz-meta-lang`), None until the source is located or when unsaid.
    `generation` names the upload in the ledger and under `work/` (`name_generation`).
    """

    task: ClassVar = Task.SUMMARY
    callback_url: ClassVar = None

    job_id: str
    user_id: str | None
    source: Source
    language: str | None = None
    generation: str = ""

    @property
    def result_key(self) -> str:
        """Key of the result document; the subtitles stand beside it (docs/sources.md, Specification)."""
        owner = f"{self.user_id}/" if self.user_id is not None else ""
        return f"results/{owner}{self.job_id}.json"

    @property
    def s3_key(self) -> str:
        """What log lines and the ledger call it."""
        return self.source.key

    @property
    def sequencer(self) -> str:
        """Orders the uploads of a key."""
        return self.source.sequencer or ""

    def named(self, message_id: str) -> SummaryJob:
        """The job with its generation; `message_id` is of SQS."""
        return replace(self, generation=name_generation(self.source, message_id))

    def located(self, source: Source, language: str | None) -> SummaryJob:
        """The job about the object S3 actually holds, whose raw key may turn out to be the real one."""
        address = read_address(source.key)
        job_id, user_id = (address.job_id, address.user_id) if address else (self.job_id, self.user_id)
        return replace(self, job_id=job_id, user_id=user_id, source=source, language=language)


@dataclass(frozen=True, slots=True)
class CatalogJob:
    """Put one video into the catalogue. `job_id` is its name, which says which content it is of; `generation` as above.

    Nobody is told: the catalogue itself says how it ended.
    """

    task: ClassVar = Task.CATALOG
    user_id: ClassVar = None
    callback_url: ClassVar = None

    job_id: str
    source: Source
    generation: str = ""

    @property
    def content(self) -> Content:
        """What the name says."""
        return read_content(self.job_id)

    @property
    def video_url(self) -> str:
        """The video's address in the catalogue."""
        return f"s3://{self.source.bucket}/{self.source.key}"

    @property
    def thumbnail_key(self) -> str:
        """Where its picture goes (docs/sources.md, Catalogue)."""
        return f"thumbnails/{self.job_id}.jpg"

    @property
    def s3_key(self) -> str:
        """What log lines and the ledger call it."""
        return self.source.key

    @property
    def sequencer(self) -> str:
        """Orders the uploads of a key."""
        return self.source.sequencer or ""

    def named(self, message_id: str) -> CatalogJob:
        """The job with its generation; `message_id` is of SQS."""
        return replace(self, generation=name_generation(self.source, message_id))

    def located(self, source: Source) -> CatalogJob:
        """The job about the object S3 actually holds, whose raw key may turn out to be the real one."""
        address = read_address(source.key)
        return replace(self, job_id=address.job_id if address else self.job_id, source=source)


Job = SummaryJob | CatalogJob | SegmentMixJob
"""Every kind of job; sibling tasks join here, and `pipelines` dispatches by `match`."""


def name_generation(source: Source, message_id: str) -> str:
    """The name of one upload: its version, else its eTag and sequencer, else the message that told of it.

    Args:
        source: as the event names it.
        message_id: of SQS; the same over all deliveries of a message.

    Returns:
        32 hexadecimal digits.
    """
    told = source.version_id or (f"{source.etag or ''}/{source.sequencer}" if source.sequencer else source.etag)
    parts = (source.bucket, source.raw_key, told or f"message {message_id}")
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
