from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import a_deadline, a_job, a_source
from tests.fakes.summary import FakeVideos
from worker.jobs.source import Declared


def test_a_result_stands_under_its_owner() -> None:
    assert a_job().result_key == "results/123/987654321.json"


def test_a_result_without_an_owner_stands_under_results() -> None:
    assert a_job(user_id=None).result_key == "results/987654321.json"


def test_a_result_key_holds_the_names_exactly() -> None:
    assert a_job(job_id="회의 +1 100%", user_id="김 철수").result_key == "results/김 철수/회의 +1 100%.json"


def test_a_job_found_under_its_raw_key_is_the_job_of_that_key() -> None:
    source = replace(a_source("videos/9/a b.mp4"), raw_key="videos/9/a+b.mp4")
    videos = FakeVideos("Eng", "2", missing={source.key})

    job = a_job(source, "a b").locate(videos, a_deadline())

    assert (job.job_id, job.user_id, job.declared) == ("a+b", "9", Declared("Eng", "2"))


@pytest.mark.parametrize(
    ("key", "generation"),
    [
        ("videos/123/987654321.mp4", "9f4cb76ac47b45b9a3de26b2c7684d7f"),
        ("videos/김 철수/회의 (1)+100%.mp4", "be6d28d067aceb432f5f8cbbb774ed3e"),
    ],
)
def test_the_generation_of_an_upload_that_s3_told_of_stays_the_same_over_deployments(key: str, generation: str) -> None:
    assert a_job(a_source(key)).named("m").generation == generation
