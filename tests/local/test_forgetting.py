"""`make forget` on an emulated bucket with versions, and an emulated table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from local.aws import REGION, Account, Aws
from local.operating.versions import Version, delete_versions
from tests.builders import a_job, a_source

if TYPE_CHECKING:
    from tests.local.deployed import Deployed


def test_every_version_of_what_a_user_uploaded_and_got_is_deleted(deployed: Deployed) -> None:
    deployed.put(
        "videos/123/1.mp4", "videos/123/1.mp4", "videos/123/a/b.mp4", "results/123/1.json", "results/123/1.srt"
    )
    deployed.place.aws.s3.delete_object(Bucket=deployed.bucket, Key="results/123/1.srt")

    status, told = deployed.forget()

    assert (status, deployed.keys) == (0, set())
    assert f"s3://{deployed.bucket}/videos/123/1.mp4  (2 versions)" in told
    assert "Deleted: 6 versions" in told


def test_what_is_kept_of_others_stays(deployed: Deployed) -> None:
    others = {
        "videos/1234/1.mp4",
        "videos/123.mp4",
        "results/1234/1.json",
        "results/123.json",
        "work/2/g/stt-Kor-1.json",
    }
    deployed.put("videos/123/1.mp4", *others)
    deployed.remember(a_job(a_source("videos/1234/1.mp4"), "1", "1234"))

    deployed.forget()

    assert deployed.keys == others
    assert deployed.items == {"1", "newest/summary/results/1234/1.json"}


@pytest.mark.parametrize("known_by", ["videos/123/7.mov", "results/123/7.json"])
def test_what_attempts_keep_is_found_by_the_job_of_any_object(deployed: Deployed, known_by: str) -> None:
    deployed.put(known_by, "work/7/a-generation/stt-Kor-1.json", "work/7/a-generation/callback-1.json")

    deployed.forget()

    assert deployed.keys == set()


def test_what_attempts_keep_is_found_by_the_ledger_alone(deployed: Deployed) -> None:
    entry = deployed.remember(a_job())
    deployed.put(f"work/{entry.job_id}/{entry.generation}/callback-1.json")

    deployed.forget()

    assert deployed.keys == set()


def test_another_users_upload_of_the_same_job_id_keeps_what_its_attempts_have(deployed: Deployed) -> None:
    deployed.remember(a_job())
    other = deployed.remember(a_job(a_source("videos/9/987654321.mp4"), user_id="9"))
    deployed.put("work/987654321/gone/x.json", f"work/987654321/{other.generation}/x.json")

    deployed.forget()

    assert deployed.keys == {f"work/987654321/{other.generation}/x.json"}


def test_the_ledger_forgets_the_users_jobs_and_which_upload_is_the_newest(deployed: Deployed) -> None:
    deployed.remember(a_job())

    status, told = deployed.forget()

    assert (status, deployed.items) == (0, set())
    assert "ledger: 987654321" in told


def test_a_second_run_finds_nothing(deployed: Deployed) -> None:
    deployed.put("videos/123/1.mp4")
    deployed.forget()

    assert deployed.forget() == (0, "a stack keeps nothing of user 123.\n")


def test_a_job_that_has_not_ended_is_named_since_its_end_will_be_stored(deployed: Deployed) -> None:
    deployed.remember(a_job(), ended=False)

    status, told = deployed.forget()

    assert (status, deployed.items) == (1, set())
    assert "Not ended yet, or the backend has not accepted the end: 987654321." in told


def test_a_job_whose_end_the_backend_has_not_accepted_is_named_too(deployed: Deployed) -> None:
    deployed.remember(a_job(), accepted=False)

    status, told = deployed.forget()

    assert (status, deployed.items) == (1, set())
    assert "has not accepted the end: 987654321." in told


def test_what_was_stored_while_a_person_was_asked_is_named(deployed: Deployed) -> None:
    deployed.put("videos/123/1.mp4")
    deployed.place = replace(deployed.place, aws=Account(REGION))

    def agree(_question: str) -> bool:
        deployed.put("results/123/1.json")
        return True

    status, told = deployed.forget(agree=agree)

    assert (status, deployed.keys) == (1, {"results/123/1.json"})
    assert f"stored meanwhile, run it again:\n  s3://{deployed.bucket}/results/123/1.json\n" in told
    assert deployed.forget(agree=lambda _: True)[0] == 0


def test_an_item_of_the_ledger_that_cannot_be_read_is_named_and_the_rest_deleted(deployed: Deployed) -> None:
    deployed.remember(a_job())
    deployed.break_item("7")
    deployed.put("videos/123/7.mp4", "work/7/g/stt-Kor-1.json")

    status, told = deployed.forget()

    assert (status, deployed.items, deployed.keys) == (1, {"7"}, {"work/7/g/stt-Kor-1.json"})
    assert "ledger: 7 g cannot be read" in told
    assert deployed.forget()[0] == 1


def test_a_job_whose_place_a_newer_upload_has_taken_has_ended(deployed: Deployed) -> None:
    deployed.remember(a_job(), ended=False, dropped=True)

    assert deployed.forget()[0] == 0


def test_what_s3_does_not_delete_is_named_and_the_ledger_keeps_it_findable(deployed: Deployed) -> None:
    deployed.remember(a_job())
    deployed.put("videos/123/987654321.mp4")
    deployed.place = replace(deployed.place, aws=Refusing(deployed.place.aws.endpoint))

    status, told = deployed.forget()

    assert status == 1
    assert f"s3://{deployed.bucket}/videos/123/987654321.mp4: AccessDenied" in told
    assert deployed.items == {"987654321", "newest/summary/results/123/987654321.json"}


class Refusing(Aws):
    """Answers every deletion in S3 as under a lock on objects."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(endpoint)
        self.s3.meta.events.register("after-call.s3.DeleteObjects", _refuse)


def _refuse(parsed: dict[str, object], **_: object) -> None:
    parsed["Errors"] = [{"Key": "videos/123/987654321.mp4", "VersionId": "v", "Code": "AccessDenied"}]


def test_more_versions_than_s3_takes_at_once_are_deleted(deployed: Deployed) -> None:
    gone = [Version(deployed.bucket, f"videos/123/{number}.mp4", "null") for number in range(1001)]
    deployed.put("videos/123/last.mp4")
    [last] = deployed.place.aws.s3.list_object_versions(Bucket=deployed.bucket).get("Versions", [])

    refused = delete_versions(
        deployed.place.aws.s3, [*gone, Version(deployed.bucket, "videos/123/last.mp4", last.get("VersionId", ""))]
    )

    assert (refused, deployed.keys & {"videos/123/last.mp4"}) == ({}, set())
