"""What each command prints fits a terminal of 80 columns, with nothing cut off."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from local.checkup.finding import bad, good
from local.doctor import ROOT, show_findings
from local.operating import failed, job, redrive, resend
from tests.builders import a_job, a_source, an_outcome, s3_message, s3_record
from tests.local.places import NOW, lose, make_bucket, remember, said
from worker.delivery.ledger.entry import Entry
from worker.jobs.ending import FailureReport
from worker.jobs.errors import SOURCE_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.operating.place import Place

COLUMNS, ENOUGH = 80, 2000
JOB_ID = "가나다" * 20
SOURCE = a_source(f"videos/123/{JOB_ID}.mp4")
FINDINGS = [
    good("CALLBACK_ALLOWED_ORIGINS", "allowed"),
    bad("JOB_CALLBACK_LOCALHOST_HOST", "must be the name or IPv4 address of a host", "correct it, see .env.example"),
    bad("VIDEO_BUCKET_NAME", "x" * 200, "check the name and the permissions (WorkerRole in template.yaml lists them)"),
]
_numbers = count(1)


@pytest.fixture
def place(place: Place) -> Place:
    """Where a job with a long name has died, and two letters of it and of another are dead."""
    place = make_bucket(place, f"results-in-columns-{next(_numbers)}")
    entry = Entry.fresh(a_job(SOURCE, job_id=JOB_ID).named(""), NOW).claimed(NOW, 180).stage_began("STT", NOW, 180)
    remember(place, replace(entry, failures=2, died_in={"FFMPEG": 1}, supersedes="msg_" + "0" * 64))
    lose(place, s3_message(s3_record(SOURCE.key)), s3_message(), "not even JSON" * 30)
    return place


def join(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    "program",
    [
        partial(job.show, JOB_ID),
        partial(job.show, "unknown-" * 15),
        failed.show,
        partial(redrive.redrive, "unknown-" * 15, lambda _: True),
        partial(redrive.redrive, JOB_ID, lambda _: True),
        partial(resend.resend, JOB_ID),
        partial(resend.resend, "unknown-" * 15),
    ],
    ids=["job", "unknown job", "failed", "redrive nothing", "redrive", "resend", "resend nothing"],
)
def test_an_operators_command_fits_and_cuts_nothing(program: Callable[..., int], place: Place) -> None:
    narrow = said(program, place, width=COLUMNS)

    assert narrow
    assert max(map(cell_len, narrow.splitlines())) <= COLUMNS
    assert "…" not in narrow


@pytest.mark.parametrize("program", [partial(job.show, JOB_ID), failed.show], ids=["job", "failed"])
def test_a_report_says_in_80_columns_all_that_it_says_in_more(program: Callable[..., int], place: Place) -> None:
    assert join(said(program, place, width=COLUMNS)) == join(said(program, place, width=ENOUGH))


def test_a_time_is_never_broken(place: Place) -> None:
    headings = [line for line in said(failed.show, place, width=COLUMNS).splitlines() if not line.startswith(" ")]

    assert all(line.partition("  ")[0].endswith("Z") for line in headings if line.startswith("20"))
    assert "2025-11-24T16:00:00Z" in said(partial(job.show, JOB_ID), place, width=COLUMNS)


def test_the_reason_of_a_dead_letter_is_never_broken(place: Place) -> None:
    failure = FailureReport.of(JobError(SOURCE_UNAVAILABLE, "DOWNLOAD", "no answer."))
    remember(place, replace(Entry.fresh(a_job().named(""), NOW), outcome=replace(an_outcome(), failure=failure)))

    lines = said(failed.show, place, width=COLUMNS).splitlines()

    assert any("S3_DOWNLOAD_FAILED, source_unavailable" in line for line in lines)


def test_a_resent_job_fits_too(place: Place) -> None:
    entry = Entry.fresh(a_job(job_id="resent").named(""), NOW).claimed(NOW, 180)
    remember(place, replace(entry, outcome=an_outcome(), lease_until=0.0))

    narrow = said(resend.resend, "resent", place, width=COLUMNS)

    assert "goes to the backend again" in " ".join(narrow.split())
    assert max(map(len, narrow.splitlines())) <= COLUMNS


def test_the_doctors_table_fits_and_cuts_nothing() -> None:
    def show(findings: Any, console: Any) -> None:
        show_findings(console, findings)

    narrow, wide = (said(show, FINDINGS, width=width) for width in (COLUMNS, ENOUGH))

    assert max(map(len, narrow.splitlines())) <= COLUMNS
    assert join(narrow) == join(wide)


def test_the_list_of_commands_fits_and_begins_with_the_everyday_five() -> None:
    command = ["make", "help"]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    names = [line.split()[0] for line in lines if line.strip() and not line.startswith(" ")]

    assert max(map(len, lines)) <= COLUMNS
    assert names[:5] == ["demo", "doctor", "job", "failed", "redrive"]
