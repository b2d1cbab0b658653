"""Many files, two at a time. Each worker process has a scratch folder of its own: a handler clears what others left."""

from __future__ import annotations

import multiprocessing
import os
import resource
import tempfile
import time
from typing import TYPE_CHECKING

from tests.hostile.examination import Verdict, examine
from tests.hostile.report import Report
from worker.jobs.workspace import scratch_folder

if TYPE_CHECKING:
    from tests.hostile.corpus import Specimen

_PROCESSES = 2


def run(specimens: list[Specimen]) -> Report:
    """Examine all of them, two at a time."""
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as scratch,
        multiprocessing.get_context("spawn").Pool(_PROCESSES, _settle, (scratch,)) as pool,
    ):
        answers = pool.map(_examine, specimens, chunksize=1)
    verdicts = [verdict for verdict, _, _ in answers]
    worker, ffmpeg = (max(sizes) for sizes in zip(*(answer[1:] for answer in answers), strict=True))
    return Report(verdicts, time.monotonic() - started, worker, ffmpeg)


def _settle(scratch: str) -> None:
    os.environ["TMPDIR"] = tempfile.mkdtemp(dir=scratch)


def _examine(specimen: Specimen) -> tuple[Verdict, int, int]:
    verdict = examine(specimen, scratch_folder())
    return verdict, _most_megabytes(resource.RUSAGE_SELF), _most_megabytes(resource.RUSAGE_CHILDREN)


def _most_megabytes(whose: int) -> int:
    return resource.getrusage(whose).ru_maxrss // 1024
