"""A job and the S3 object it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from worker.domain.keys import read_address


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
    `generation` names the upload in the ledger and under `work/` (`domain.ledger.name_generation`).
    """

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

    def located(self, source: Source, language: str | None) -> SummaryJob:
        """The job about the object S3 actually holds, whose raw key may turn out to be the real one."""
        address = read_address(source.key)
        job_id, user_id = (address.job_id, address.user_id) if address else (self.job_id, self.user_id)
        return replace(self, job_id=job_id, user_id=user_id, source=source, language=language)


Job = SummaryJob
"""Every kind of job; sibling tasks join here as a union, and `pipelines` dispatches by `match`."""
