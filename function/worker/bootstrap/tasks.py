"""Every task, in the order in which they may accept a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from worker.delivery.messages import Intake
from worker.tasks.catalog import wiring as catalog
from worker.tasks.segment_mix import wiring as segment_mix
from worker.tasks.summary import wiring as summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.adapters.services import Services
    from worker.jobs.task import Pipeline, Task
    from worker.settings.worker import WorkerSettings


class Wiring(Protocol):
    """The module `wiring` of a task: the task, its settings, and how to make its pipeline from them."""

    @property
    def TASK(self) -> Task[Any]:  # noqa: N802 - a constant of the module
        """The task, for the engine."""
        ...

    @property
    def SETTINGS(self) -> type[WorkerSettings]:  # noqa: N802 - likewise
        """Its settings; one of its own that it requires says, if set, that the task is meant to run."""
        ...

    @property
    def wire(self) -> Callable[[Any, Services], Pipeline[Any]]:
        """Its settings and the shared services -> its pipeline."""
        ...


TASKS: tuple[Wiring, ...] = (segment_mix, catalog, summary)


def make_intake(bucket: str, video_task: str) -> Intake:
    """Say which messages are ours: those about `VIDEO_BUCKET_NAME`; `VIDEO_TASK` takes the videos without a user."""
    return Intake(bucket, [wiring.TASK for wiring in TASKS], video_task)
