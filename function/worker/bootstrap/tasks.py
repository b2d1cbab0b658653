"""Every task, in the order in which they may take a message."""

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
    """The module `wiring` of a task: what it is, which settings it needs, and how it is made of them."""

    @property
    def TASK(self) -> Task[Any]:  # noqa: N802 - a constant of the module
        """What the engine asks of it."""
        ...

    @property
    def SETTINGS(self) -> type[WorkerSettings]:  # noqa: N802 - likewise
        """Its settings; those that it requires and every worker does not say that it is meant to run."""
        ...

    @property
    def wire(self) -> Callable[[Any, Services], Pipeline[Any]]:
        """Its settings and the services of every worker -> its pipeline."""
        ...


TASKS: tuple[Wiring, ...] = (segment_mix, catalog, summary)


def make_intake(bucket: str, video_task: str) -> Intake:
    """Say which messages are ours: those about `VIDEO_BUCKET_NAME`, videos by `VIDEO_TASK`."""
    return Intake(bucket, [wiring.TASK for wiring in TASKS], video_task)
