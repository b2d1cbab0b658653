"""Write the result and its subtitles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.stages.subtitles import render_subtitles

if TYPE_CHECKING:
    from worker.domain.deadlines import Deadline
    from worker.domain.results import Result
    from worker.ports import Results


def store_result(result: Result, results: Results, deadline: Deadline) -> None:
    """Write subtitles and result; the result last, so that whoever finds it finds all.

    Raises:
        UnknownError: the store cannot be written.
    """
    results.store(result, render_subtitles(result.transcript) if result.transcript else {}, deadline)
