"""A job about one uploaded video."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from worker.jobs.source import UNDECLARED, Declared, Source, name_generation
from worker.jobs.task import Ignored, Unaddressable
from worker.video.keys import INPUT_PREFIX, NoAddressError, find_address, read_address

if TYPE_CHECKING:
    from typing import Self

    from worker.jobs.deadline import Deadline
    from worker.jobs.task import JobRef
    from worker.video.keys import Address
    from worker.video.video import Videos


@dataclass(frozen=True, slots=True)
class VideoJob:
    """What all jobs about a video have in common. `user_id` is None for `videos/{job_id}.ext`.

    `declared` is what the uploader declared about it; empty until the source is located. `generation` names the upload
    (`name_generation`).
    """

    repeatable: ClassVar[bool] = False

    job_id: str
    source: Source
    user_id: str | None = None
    declared: Declared = UNDECLARED
    generation: str = ""

    @property
    def callback_url(self) -> None:
        """None: callbacks go to the backend's own address."""

    @property
    def s3_key(self) -> str:
        """The video's key."""
        return self.source.key

    @property
    def sequencer(self) -> str:
        """The sequencer of the S3 event."""
        return self.source.sequencer or ""

    @property
    def made_at(self) -> float:
        """When S3 stored it, in seconds since 1970; 0 if unknown."""
        return self.source.made_at

    @property
    def place(self) -> str:
        """What all its uploads share: the key, since each key is a video of its own."""
        return self.s3_key

    @classmethod
    def from_ref(cls, ref: JobRef) -> Self:
        """The job that belongs to a reference from the ledger."""
        address = read_address(ref.source.key)
        return cls(ref.job_id, ref.source, address.user_id if address else None, generation=ref.generation)

    def named(self, message_id: str) -> Self:
        """The job with its generation; `message_id` is SQS's, or the id of a bare event's request."""
        return replace(self, generation=name_generation(self.source, message_id))

    def locate(self, videos: Videos, deadline: Deadline) -> Self:
        """Pin the job to the object version that S3 holds; the key as it was sent, still encoded, may be the real one.

        Raises:
            JobError: S3_DOWNLOAD_FAILED, the source is gone, replaced, forbidden or unavailable.
        """
        return self.pinned(*videos.locate(self.source, deadline))

    def pinned(self, source: Source, declared: Declared) -> Self:
        """The job about this located source, and what its uploader declared."""
        address = read_address(source.key)
        job_id, user_id = (address.job_id, address.user_id) if address else (self.job_id, self.user_id)
        return replace(self, job_id=job_id, user_id=user_id, source=source, declared=declared)


def read_upload(source: Source) -> Address | Ignored | Unaddressable:
    """The ids in the key of an upload, or why it is no upload of a video."""
    if not source.key.startswith(INPUT_PREFIX):
        return Ignored("not under videos/", source.key)
    if source.key.endswith("/"):
        return Ignored("folder marker", source.key)
    try:
        return find_address(source.key)
    except NoAddressError as error:
        return Unaddressable(str(error), source.key)
