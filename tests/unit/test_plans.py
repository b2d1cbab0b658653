"""What becomes of each task, by the settings that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline, a_source
from tests.faults.naive import NoCheckpoints
from worker.bootstrap import make_worker
from worker.bootstrap.plans import Plan, choose_video_task, plan_task
from worker.bootstrap.tasks import TASKS
from worker.jobs.errors import SETTINGS_INVALID, JobError
from worker.jobs.workspace import open_workspace
from worker.settings.worker import WorkerSettings
from worker.tasks.catalog.job import CatalogJob

if TYPE_CHECKING:
    from pathlib import Path

EVERY = {"VIDEO_BUCKET_NAME": "videos", "JOB_TABLE_NAME": "jobs"}
BACKEND = {"BACKEND_BASE_URL": "https://backend.example", "BACKEND_INTERNAL_TOKEN": "token"}
SUMMARY = {"CLOVA_API_KEY_ID": "id", "CLOVA_API_KEY": "key", "CLAUDE_API_KEY": "key"}
CATALOG = {"CATALOG_API_BASE": "https://catalog.example", "INTERNAL_TOKEN": "token", "DATABASE_URL": "sqlite:///c.db"}
FLAT = {"VIDEO_TASK": "catalog"}


def without(name: str, settings: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in settings.items() if key != name}


def plan(environ: dict[str, str]) -> dict[str, object]:
    chosen = choose_video_task(environ)
    return {wiring.task.name: describe(plan_task(wiring, environ, chosen)) for wiring in TASKS}


def describe(plan: Plan) -> object:
    if isinstance(plan, WorkerSettings):
        return "runs"
    return plan and tuple(str(problem) for problem in plan)


@pytest.mark.parametrize(
    ("environ", "summary", "catalog", "mix"),
    [
        (BACKEND | SUMMARY, "runs", None, "runs"),
        (BACKEND | without("CLAUDE_API_KEY", SUMMARY), ("CLAUDE_API_KEY: Field required",), None, "runs"),
        (BACKEND | SUMMARY | CATALOG | FLAT, "runs", "runs", "runs"),
        (
            BACKEND | SUMMARY | without("DATABASE_URL", CATALOG) | FLAT,
            "runs",
            ("DATABASE_URL: Field required, or DB_HOST, DB_USER and DB_NAME",),
            "runs",
        ),
        (CATALOG | FLAT, None, "runs", None),
        (BACKEND | CATALOG | FLAT, None, "runs", "runs"),
        (
            without("BACKEND_INTERNAL_TOKEN", BACKEND) | CATALOG | FLAT,
            None,
            "runs",
            ("BACKEND_INTERNAL_TOKEN: Field required",),
        ),
    ],
    ids=[
        "backend and keys",
        "no key of Claude",
        "everything",
        "no database",
        "catalogue alone",
        "catalogue and mix",
        "half a backend",
    ],
)
def test_a_task_runs_refuses_its_jobs_by_name_or_is_off(
    environ: dict[str, str], summary: object, catalog: object, mix: object
) -> None:
    assert plan(EVERY | environ).items() >= {"summary": summary, "catalog": catalog, "segment_mix": mix}.items()


def test_the_task_that_videos_go_to_is_never_off() -> None:
    needed = ("CLOVA_API_KEY_ID", "CLOVA_API_KEY", "CLAUDE_API_KEY")

    assert plan(EVERY | BACKEND)["summary"] == tuple(f"{name}: Field required" for name in needed)


def test_a_wrong_setting_of_videos_stops_no_mix() -> None:
    assert plan(EVERY | BACKEND | SUMMARY | {"MAX_VIDEO_BYTES": "0"})["segment_mix"] == "runs"


@pytest.mark.parametrize("name", ["dubbing", "segment_mix"])
def test_a_task_of_no_videos_cannot_be_the_one_for_videos(name: str) -> None:
    problem = "VIDEO_TASK: Input should be 'summary' or 'catalog'"

    assert plan(EVERY | BACKEND | SUMMARY | {"VIDEO_TASK": name})["summary"] == (problem,)


def test_a_setting_that_is_wrong_only_for_its_service_stops_no_other_task(tmp_path: Path) -> None:
    worker = make_worker(EVERY | BACKEND | SUMMARY | CATALOG | FLAT | {"DATABASE_URL": "oracle://catalogue"})

    assert worker.processor is not None
    pipelines = worker.processor.attempts.pipelines
    with open_workspace(a_deadline(), tmp_path) as workspace, pytest.raises(JobError) as refused:
        pipelines["catalog"].run(CatalogJob("42_a", a_source("videos/42_a.mp4")), NoCheckpoints(), workspace)
    assert (refused.value.condition, refused.value.setting) == (SETTINGS_INVALID, "DATABASE_URL")
    assert {"summary", "segment_mix"} < set(pipelines)
