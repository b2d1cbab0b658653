"""What the engine asks of a job, whichever its task."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from typing import Self

    from worker.jobs.ending import Ending
    from worker.jobs.errors import JobError


class Job(Protocol):
    """One thing to be done. Each task has its own kind; two of one `job_id` and `generation` are the same job."""

    task: ClassVar[str]
    """Name of the task, as ledger and log lines have it."""

    repeatable: ClassVar[bool]
    """Whether the same may be ordered anew."""

    @property
    def job_id(self) -> str:
        """What the backend calls it."""
        ...

    @property
    def generation(self) -> str:
        """Names the upload or the order in the ledger and under `work/`; `named` fills it."""
        ...

    @property
    def user_id(self) -> str | None:
        """Whose it is, where that is known."""
        ...

    @property
    def s3_key(self) -> str:
        """What log lines and the ledger call it."""
        ...

    @property
    def callback_url(self) -> str | None:
        """Who is told; None is the backend's own address."""
        ...

    @property
    def place(self) -> str:
        """The name of what all uploads or orders of it are about: of these the newest counts."""
        ...

    @property
    def sequencer(self) -> str:
        """Orders the uploads of a key; "" where there is none."""
        ...

    @property
    def made_at(self) -> float:
        """When it was uploaded, in seconds since 1970; 0: what counts is when its message was sent."""
        ...

    def named(self, message_id: str) -> Self:
        """The job with its generation; `message_id` is of SQS."""
        ...

    def failed(self, error: JobError) -> Ending:
        """Its end where it could not go on, with what was already paid for."""
        ...
