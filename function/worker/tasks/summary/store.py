"""Write the result and its subtitles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.delivery import worker_log
from worker.jobs.errors import JobError
from worker.speech.subtitles.render import render_subtitles
from worker.tasks.summary.result import Result
from worker.telemetry.stages import begin_step

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Ending
    from worker.tasks.summary.ports import Results


def store_result(result: Result, results: Results, deadline: Deadline) -> None:
    """Write the subtitles, then the result: a reader who finds the result finds the subtitles, too.

    `begin_step` comes first: a worker that no longer holds the job must not overwrite its successor's result. S3 itself
    is not fenced. A worker that is paused between `begin_step` and its last write may still overwrite it. It then
    writes the same texts if both worked on one upload, and an older upload's only if the newer job ran from download to
    result during the pause.

    Raises:
        JobError: UNKNOWN_ERROR, the store cannot be written.
    """
    begin_step("STORE")
    results.store(result, render_subtitles(result.transcript) if result.transcript else {}, deadline)


def store_failed(ending: Ending, deadline: Deadline, results: Results) -> Ending:
    """Store a failed result; where that fails, drop its transcript, so that the callback names no missing document."""
    if not isinstance(ending, Result):
        return ending
    try:
        store_result(ending, results, deadline)
    except JobError as error:
        worker_log.not_saved(error)
        return replace(ending, transcript=None)
    return ending
