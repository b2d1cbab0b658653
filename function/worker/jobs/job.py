"""What the engine needs from a job of any task."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from typing import Self

    from worker.jobs.ending import Ending
    from worker.jobs.errors import JobError


class Job(Protocol):
    """A piece of work. Each task has its own kind; two with the same `job_id` and `generation` are the same job."""

    task: ClassVar[str]
    """Name of the task in the ledger and in log lines."""

    repeatable: ClassVar[bool]
    """Whether the same job may be ordered again."""

    @property
    def job_id(self) -> str:
        """The backend's name for the job."""
        ...

    @property
    def generation(self) -> str:
        """Names the upload or the order in the ledger and under `work/`; `named` sets it."""
        ...

    @property
    def user_id(self) -> str | None:
        """The owner, if known."""
        ...

    @property
    def s3_key(self) -> str:
        """The key that log lines and the ledger show."""
        ...

    @property
    def callback_url(self) -> str | None:
        """The address for callbacks; None is the backend's own address."""
        ...

    @property
    def place(self) -> str:
        """The subject. Jobs with the same place replace each other: only the newest counts."""
        ...

    @property
    def sequencer(self) -> str:
        """Orders the uploads of a key; "" where there is none."""
        ...

    @property
    def made_at(self) -> float:
        """When it was uploaded, in seconds since 1970; if 0, the time when its message was sent counts."""
        ...

    def named(self, message_id: str) -> Self:
        """The job with its generation; `message_id` is SQS's."""
        ...

    def failed(self, error: JobError) -> Ending:
        """Its end after an error, including what was already paid for."""
        ...
