"""Write the result and its subtitles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.delivery import worker_log
from worker.jobs.errors import JobError
from worker.speech.subtitles.render import render_subtitles
from worker.telemetry.stages import begin_step

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.tasks.summary.ports import Results
    from worker.tasks.summary.result import Result


def store_result(result: Result, results: Results, deadline: Deadline) -> None:
    """Write subtitles and result; the result last, so that whoever finds it finds all.

    It is announced first: a worker that no longer holds the job must not write over its successor's result.
    S3 itself is not fenced. A worker that is paused between the announcement and its last write may still do so: with
    the same kept answers where both worked on one upload, and with those of an older upload only where a newer one went
    from download to result meanwhile.

    Raises:
        JobError: UNKNOWN_ERROR, the store cannot be written.
    """
    begin_step("STORE")
    results.store(result, render_subtitles(result.transcript) if result.transcript else {}, deadline)


def store_failed(result: Result, results: Results, deadline: Deadline) -> Result:
    """Store a failed result; one that cannot be stored is told all the same, without naming what is not there."""
    try:
        store_result(result, results, deadline)
    except JobError as error:
        worker_log.unkept(error)
        return replace(result, transcript=None)
    return result
