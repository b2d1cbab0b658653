from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from tests.builders import an_entry
from worker.jobs.ending import Status
from worker.jobs.errors import Condition, failure
from worker.jobs.job import Job, recall_job
from worker.jobs.task import Task

WORKER = Path(__file__).parents[2] / "function" / "worker"
KINDS = {kind.__name__ for kind in get_args(Job)}


def names_kind(node: ast.expr) -> bool:
    return any(isinstance(name, ast.Name) and name.id in KINDS for name in ast.walk(node))


def tells_kinds_apart(node: ast.AST) -> bool:
    match node:
        case ast.MatchClass(cls=kind):
            return names_kind(kind)
        case ast.MatchValue(value=ast.Attribute(value=ast.Name(id="Task"))):
            return True
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, kinds]):
            return names_kind(kinds)
        case _:
            return False


def test_only_the_pipelines_and_what_the_sweep_recalls_tell_kinds_of_jobs_apart() -> None:
    """So that a new task costs a `case` there and nowhere else."""
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in WORKER.rglob("*.py")}
    apart = {
        str(file.relative_to(WORKER)) for file, tree in trees.items() if any(map(tells_kinds_apart, ast.walk(tree)))
    }

    assert apart == {"tasks/dispatch.py", "jobs/job.py"}


def test_every_task_has_one_kind_of_job() -> None:
    assert sorted(kind.task for kind in get_args(Job)) == sorted(Task)


@pytest.mark.parametrize("task", Task)
def test_what_the_ledger_knows_of_a_job_is_enough_to_end_it(task: Task) -> None:
    entry = replace(an_entry(), task=task, key="videos/123/9.mp4", callback_url="https://editor.example/hook")

    job = recall_job(entry, "videos")
    ending = job.failed(failure(Condition.WORKER_DIED, "Nothing was heard of the job any more."))

    assert (job.task, job.job_id, job.generation, job.s3_key) == (task, entry.job_id, entry.generation, entry.key)
    assert ending.status is Status.FAILED
