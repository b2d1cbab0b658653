from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_job, a_source

if TYPE_CHECKING:
    from worker.domain.jobs import Source


def test_a_result_stands_under_its_owner() -> None:
    assert a_job().result_key == "results/123/987654321.json"


def test_a_result_without_an_owner_stands_under_results() -> None:
    assert a_job(user_id=None).result_key == "results/987654321.json"


def test_a_result_key_holds_the_names_exactly() -> None:
    assert a_job(job_id="회의 +1 100%", user_id="김 철수").result_key == "results/김 철수/회의 +1 100%.json"


def test_a_job_found_under_its_raw_key_is_the_job_of_that_key() -> None:
    job = a_job(job_id="a b").located(a_source("videos/9/a+b.mp4"), "Eng")

    assert (job.job_id, job.user_id, job.language) == ("a+b", "9", "Eng")


SAME = a_source()


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (SAME, True),
        (replace(SAME, raw_key="encoded otherwise", size=None), True),
        (replace(SAME, sequencer=None), True),
        (replace(SAME, version_id="v2"), False),
        (replace(SAME, key="videos/1/other.mp4"), False),
        (replace(SAME, bucket="other"), False),
        (replace(SAME, version_id=None), True),
        (replace(SAME, version_id=None, etag="other"), False),
        (replace(SAME, version_id=None, sequencer="later"), False),
        (replace(SAME, version_id=None, etag=None), False),
    ],
    ids=[
        "equal",
        "told otherwise",
        "no sequencer",
        "another version",
        "another key",
        "another bucket",
        "no version, same bytes",
        "no version, other bytes",
        "no version, same bytes uploaded again",
        "nothing to tell by",
    ],
)
def test_uploads_are_told_apart(other: Source, *, same: bool) -> None:
    assert SAME.same_upload(other) is same
