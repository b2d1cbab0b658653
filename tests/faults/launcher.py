"""A worker process: the product as `bootstrap` composes it, or the naive control, around a trap."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import app
from tests.builders import Context
from tests.faults import naive
from tests.faults.fault import Point
from tests.faults.functions import SWEEP, name_function, record_calls
from tests.faults.haste import hurry_stages, hurry_telling
from tests.faults.surroundings import lose_database, shrink_disk, spoil_aws, spoil_settings
from tests.faults.task_wrapping import wrap_catalog, wrap_mix
from tests.faults.trap import Trap
from tests.faults.wrapping import wrap_ports, wrap_services
from worker import bootstrap
from worker.adapters.services import make_services
from worker.bootstrap.workers import Timing, compose
from worker.settings.callbacks import WebhookSettings
from worker.settings.reading import validate
from worker.tasks.catalog import wiring as catalog
from worker.tasks.catalog.pipeline import CatalogOptions
from worker.tasks.catalog.settings import CatalogSettings
from worker.tasks.segment_mix import wiring as segment_mix
from worker.tasks.summary import wiring as summary
from worker.tasks.summary.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from multiprocessing.connection import Connection

    from tests.faults.fault import Fault
    from worker.adapters.services import Services
    from worker.jobs.task import Pipeline
    from worker.tasks.catalog.job import CatalogJob


HUNG = "hung"
"""What a worker says before it hangs, so that its time is up only then."""


def serve(line: Connection, environment: Mapping[str, str], folder: Path) -> None:
    """Handle events until killed: the life of a Lambda container.

    Args:
        line: brings events with a fault and the seconds that are left; takes answers, None for an exception.
        environment: all of the worker's.
        folder: what it has for /tmp; its log stands beside.
    """
    _settle(environment, folder)
    if "FAULTS_RECORDED" in environment:
        record_calls()
    trap = Trap(lambda: line.send(HUNG))
    handle, sweep = make_handler(os.environ, trap), app.make_sweep(bootstrap.make_sweeper)
    while True:
        event, fault, seconds = line.recv()
        name_function(event)
        handler = sweep if event == SWEEP else handle
        line.send((run(handler, event, trap, fault, seconds), fault is None or trap.sprung, _megabytes()))


def run(handler: naive.Handler, event: dict[str, Any], trap: Trap, fault: Fault | None, seconds: float) -> Any:
    """Handle one event with a fault waiting; None where the handler raised."""
    trap.set(fault)
    try:
        answer = handler(event, Context((seconds,)))
        with trap.around(Point.ACKNOWLEDGE):
            return answer
    except Exception:  # noqa: BLE001 - Lambda's runtime reports it and goes on
        return None


def make_handler(environment: Mapping[str, str], trap: Trap) -> naive.Handler:
    """The product's handler, or the naive one."""
    if "FAULTS_AWS" in environment:
        spoil_aws(environment["FAULTS_AWS"])
    if "FAULTS_DATABASE" in environment:
        lose_database(environment["FAULTS_DATABASE"])
    spoilt = spoil_settings(environment, Path(tempfile.gettempdir()))
    settings = validate(Settings, spoilt)
    services = make_services(settings)
    ports = summary.make_ports(settings, services)
    if "FAULTS_HASTE" in environment:
        services, ports = hurry_telling(services), hurry_stages(ports)
    services = wrap_services(services, trap)
    ports = replace(wrap_ports(ports, trap), videos=services.videos)
    pipelines = {
        "catalog": _make_catalog(environment, services, trap),
        "segment_mix": segment_mix.make_pipeline(
            wrap_mix(segment_mix.make_ports(validate(WebhookSettings, spoilt), services), trap)
        ),
        "summary": summary.make_pipeline(ports, summary.make_options(settings)),
    }
    if "FAULTS_NAIVE" in environment:
        return naive.make_handler(settings, services, pipelines)
    skew = float(environment.get("FAULTS_SKEW", "0"))
    worker = compose(settings, services, pipelines, settings.video_task, Timing(lambda: time.time() + skew))
    return app.make_handler(lambda _: worker)


def _make_catalog(environment: Mapping[str, str], services: Services, trap: Trap) -> Pipeline[CatalogJob]:
    # As in the template: its pictures go into the bucket of the videos.
    settings = validate(CatalogSettings, {**environment, "RESULT_BUCKET_NAME": ""})
    ports = wrap_catalog(catalog.make_ports(settings, services), trap)
    return catalog.make_pipeline(ports, CatalogOptions(settings.max_video_bytes))


def _settle(environment: Mapping[str, str], folder: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    folder.mkdir(exist_ok=True)
    if "FAULTS_DISK" in environment:
        shrink_disk(folder, int(environment["FAULTS_DISK"]))
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    log = os.open(folder.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)


def _megabytes() -> float:
    """What this process holds of the machine's memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
