"""`make forget` on an emulated bucket with versions, and an emulated table."""

from __future__ import annotations

import io
import os
import subprocess
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from local.aws import REGION, Account, Aws
from local.operating.forget import forget, main
from local.operating.place import Place
from local.operating.versions import Version, delete_versions
from tests.builders import a_job, a_source, an_outcome
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.dynamodb.ledger import DynamoLedger
from worker.delivery.ledger.entry import Entry
from worker.delivery.ledger.outcome import Abandoned
from worker.delivery.ledger.precedence import Newest, Rank

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.tasks.summary.job import SummaryJob

ROOT = Path(__file__).parents[2]
_numbers = count(1)


def _never(_question: str) -> bool:
    raise AssertionError


@dataclass
class Deployed:
    """A deployment of its own."""

    place: Place

    @property
    def ledger(self) -> DynamoLedger:
        return DynamoLedger(self.place.aws.tables, self.place.outputs["JobTableName"], RetryPolicy(0, 0))

    @property
    def bucket(self) -> str:
        return self.place.outputs["VideoBucketName"]

    def put(self, *keys: str) -> None:
        for key in keys:
            self.place.aws.s3.put_object(Bucket=self.bucket, Key=key, Body=b"somebody's")

    def remember(self, job: SummaryJob, *, ended: bool = True, accepted: bool = True, dropped: bool = False) -> Entry:
        """Put a job into the ledger as a worker does."""
        job = job.named("m1")
        entry = replace(Entry.fresh(job, 1_764_000_000.0), revision=1)
        if ended:
            entry = replace(entry, outcome=replace(an_outcome(), accepted_at=1_764_000_000.0 if accepted else None))
        if dropped:
            entry = replace(entry, abandoned=Abandoned.SUPERSEDED)
        self.ledger.write(entry)
        self.ledger.write_newest(Newest(Rank.of(job, entry), 1_764_000_000.0))
        return entry

    def break_item(self, job_id: str) -> None:
        """Put an item into the ledger that this version cannot read."""
        item = {"job_id": {"S": job_id}, "generation": {"S": "g"}, "entry": {"S": "{}"}}
        self.place.aws.tables.put_item(TableName=self.place.outputs["JobTableName"], Item=item)

    def forget(self, user_id: str = "123", agree: Callable[[str], bool] = _never) -> tuple[int, str]:
        text = io.StringIO()
        status = forget(user_id, agree, self.place, Console(file=text, width=80))
        return status, text.getvalue()

    @property
    def keys(self) -> set[str]:
        """Those of every version and every deletion marker."""
        listed = self.place.aws.s3.list_object_versions(Bucket=self.bucket)
        return {one.get("Key", "") for one in [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]}

    @property
    def items(self) -> set[str]:
        found = self.place.aws.tables.scan(TableName=self.place.outputs["JobTableName"])
        return {str(item["job_id"].get("S")) for item in found["Items"]}


@pytest.fixture
def deployed(emulated: Aws) -> Deployed:
    name = f"forgetting-{next(_numbers)}"
    emulated.s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    emulated.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    keys = {"job_id": "HASH", "generation": "RANGE"}
    emulated.tables.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys.items()],  # type: ignore[typeddict-item] - one of the two
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
    )
    outputs = {"JobTableName": name, "VideoBucketName": name, "ResultBucketName": name}
    return Deployed(Place("a stack", outputs, emulated))


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


@pytest.mark.parametrize("agrees", [True, False])
def test_on_a_deployed_stack_a_person_is_asked_for_the_users_id_first(deployed: Deployed, *, agrees: bool) -> None:
    deployed.put("videos/123/1.mp4")
    deployed.place = replace(deployed.place, aws=Account(REGION))
    questions = list[str]()

    def agree(question: str) -> bool:
        questions.append(question)
        return agrees

    assert deployed.forget(agree=agree)[0] == (0 if agrees else 1)
    assert questions == ["This cannot be undone. Type 123 to delete it:"]
    assert bool(deployed.keys) is not agrees


@pytest.mark.parametrize("said", ["", "../123", "12/3"])
def test_without_a_name_of_a_user_nothing_is_looked_for(
    said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORGET", said)

    assert main() == 1
    assert "make forget USER=123" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "taken"), [((), ""), (("USER=123",), "123"), (("USER=a$b",), "a$b"), (("USER=홍 길동",), "홍 길동")]
)
def test_make_takes_the_user_of_the_command_line_as_it_stands_and_never_the_shells(
    said: tuple[str, ...], taken: str
) -> None:
    lines = "-include Makefile\nforget: build=\nforget: operate=printenv FORGET || true\n"
    environ = {**os.environ, "USER": "root"}

    command = ["make", "--silent", "-f", "-", "forget", *said]
    printed = subprocess.run(command, cwd=ROOT, env=environ, input=lines, capture_output=True, text=True, check=True)

    assert printed.stdout.strip("\n") == taken
