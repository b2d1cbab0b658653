"""The environment -> what its worker would refuse, for people who look at it before it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.services import make_services
from worker.bootstrap.plans import choose_video_task, list_problems, plan_task, read_common
from worker.bootstrap.tasks import TASKS
from worker.jobs.errors import JobError
from worker.settings.reading import Problem, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from worker.adapters.services import Services
    from worker.bootstrap.plans import Plan
    from worker.jobs.task import Wiring


def find_problems(environ: Mapping[str, str]) -> list[Problem]:
    """What keeps the worker from starting, or a task that is not off from running. Makes each service, calls none.

    Args:
        environ: as for `make_worker`, with the secret's values merged in: `SECRETS_ARN` is not read.

    Returns:
        Each problem once, without values. Contradictions show only once each setting is valid by itself.
    """
    chosen = choose_video_task(environ)
    services, problems = None, list[Problem]()
    try:
        services = make_services(read_common(chosen, environ))
    except (SettingsError, JobError) as error:
        problems += list_problems(error)
    for wiring in TASKS:
        problems += _find_of_task(wiring, plan_task(wiring, environ, chosen), services)
    return list(dict.fromkeys(problems))


def _find_of_task(wiring: Wiring, plan: Plan, services: Services | None) -> Iterator[Problem]:
    if isinstance(plan, tuple):
        yield from plan
    elif plan is not None and services is not None:
        try:
            wiring.wire(plan, services)
        except JobError as error:
            yield from list_problems(error)
