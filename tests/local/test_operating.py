"""The operator's programs on emulated queues, table and bucket."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from botocore.stub import Stubber
from rich.console import Console

from local.aws import Account, Aws
from local.operating import failed, job, redrive
from local.operating.dead_letters import looking, move_back
from local.operating.place import NoStackError, Place, UnreadableItemError, find_place
from tests.builders import BUCKET, an_outcome, s3_message, s3_record
from tests.local.places import NOW, known, lose, make_bucket, make_place, message, remember, said, waiting
from worker.delivery.budget import name_day

if TYPE_CHECKING:
    from pathlib import Path


def never(_question: str) -> bool:
    raise AssertionError


def test_looking_at_dead_letters_takes_none_out(place: Place) -> None:
    lose(place, *map(message, range(12)))

    for _ in range(2):
        with looking(place) as letters:
            assert {letter.jobs[0].job_id for letter in letters} == set(map(str, range(12)))


def test_a_look_at_a_long_queue_ends_and_hides_nothing_afterwards(place: Place) -> None:
    lose(place, *map(message, range(25)))

    with looking(place, most=10) as letters:
        assert len(letters) == 10
    with looking(place) as letters:
        assert len(letters) == 25


def test_the_list_of_a_long_queue_says_how_many_it_leaves_out(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failed, "SHOWN", 10)
    lose(place, *map(message, range(12)))

    assert "10 of about 12 dead letters are shown" in said(failed.show, place)


def test_an_empty_dead_letter_queue_is_said_to_be_empty(place: Place) -> None:
    assert "is empty" in said(failed.show, place)


def test_each_dead_letter_is_listed_with_its_reason(place: Place) -> None:
    remember(place, replace(known(), outcome=replace(an_outcome(), accepted_at=1.0)))
    lose(place, s3_message(), message(5), "not even JSON", s3_message(s3_record(bucket="another")))

    listed = said(failed.show, place)

    lines = listed.splitlines()
    headings = [line for line in lines if not line.startswith(" ")]
    reasons = [line for line in lines if line.startswith("  why")]
    assert [heading.split()[-1] for heading in headings[:2]] == ["987654321", "5"]
    assert "FAILED, and the backend knows" in reasons[0]
    assert "  reason  STT_TIMEOUT, stt_no_answer" in map(str.rstrip, lines)
    assert "no worker lived to claim it, so the backend was not told" in reasons[1]
    assert "unreadable" in reasons[2]
    assert "the bucket is not VIDEO_BUCKET_NAME" in reasons[3]


def test_a_dead_letter_whose_worker_died_is_told_as_that_and_with_when_the_sweep_ends_it(place: Place) -> None:
    remember(place, replace(known().claimed(NOW, 180).stage_began("STT", NOW, 180), failures=2))
    lose(place, s3_message())

    listed = said(failed.show, place)

    assert "its worker died in STT, attempt 3 of 5, and the backend was not told" in listed
    assert "look for the function's crash (CrashAlarm), mend it, then redrive" in listed
    assert "else the sweep sends FAILED at 2025-11-24T17:30:00Z" in listed
    assert "comes back" not in listed


def test_a_dead_letter_that_used_up_its_receives_is_told_as_that(place: Place) -> None:
    remember(place, known().claimed(NOW, 180).attempt_failed(NOW))
    lose(place, s3_message())

    listed = said(failed.show, place)

    assert "used up its receives before the job its attempts, attempt 1 of 5" in listed
    assert "comes back" not in listed


def test_the_messages_of_one_job_are_moved_back_and_the_others_stay(place: Place) -> None:
    lose(place, message(1), message(2))

    assert "into its job queue: 1." in said(redrive.redrive, "2", never, place)
    assert waiting(place) == [json.dumps(message(2))]
    with looking(place) as letters:
        assert [letter.jobs[0].job_id for letter in letters] == ["1"]


@pytest.mark.parametrize("job_id", ["987654321", None])
def test_the_backend_has_to_be_reset_only_where_a_moved_job_has_failed(place: Place, job_id: str | None) -> None:
    remember(place, known().claimed(NOW, 180).attempt_failed(NOW))
    lose(place, s3_message(), message(5))
    before = said(redrive.redrive, job_id, never, place)

    place.ledger.write(replace(known(), revision=2, outcome=an_outcome()))
    lose(place, s3_message())

    assert redrive.RESET not in before
    assert redrive.RESET in said(redrive.redrive, job_id, never, place)


def test_of_a_job_that_cannot_be_read_the_reset_is_said(place: Place) -> None:
    item = {"job_id": {"S": "7"}, "generation": {"S": "g"}, "entry": {"S": "{}"}}
    place.aws.tables.put_item(TableName=place.outputs["JobTableName"], Item=item)
    lose(place, message(7))

    assert redrive.RESET in said(redrive.redrive, "7", never, place)


def test_a_ledger_that_cannot_be_read_keeps_no_message_from_being_moved(place: Place) -> None:
    lose(place, message(7))
    place = replace(place, outputs={**place.outputs, "JobTableName": "no-such-table"})

    text = said(redrive.redrive, "7", never, place)

    assert "into its job queue: 1." in text
    assert redrive.RESET in text


def test_a_command_to_copy_holds_the_id_as_one_word_of_the_shell(place: Place) -> None:
    lose(place, message(1))

    assert "make job JOB='9$5 `x`' says" in said(redrive.redrive, "9$5 `x`", never, place).replace("\n", " ")


def test_a_job_without_a_dead_letter_is_said_to_have_none(place: Place) -> None:
    lose(place, message(1))

    assert "a stack has no dead letter of job 2." in said(redrive.redrive, "2", never, place)


def test_a_job_that_is_said_to_be_nothing_does_not_mean_all(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JOB", "")

    assert redrive.main() == 1
    assert "JOB= is no job" in capsys.readouterr().err


def test_an_empty_queue_has_nothing_to_move(place: Place) -> None:
    assert "is empty" in said(redrive.redrive, None, never, place)


def test_all_of_a_local_stack_are_moved_without_a_question(place: Place) -> None:
    lose(place, message(1))

    assert "into its job queue: 1." in said(redrive.redrive, None, never, place)


@pytest.mark.parametrize("agrees", [True, False])
def test_all_of_a_stack_in_aws_are_moved_only_once_a_person_has_agreed(emulated: Aws, *, agrees: bool) -> None:
    assert emulated.endpoint
    place = make_place(Account("ap-northeast-2"))
    lose(place, message(1), message(2))
    questions = list[str]()

    def agree(question: str) -> bool:
        questions.append(question)
        return agrees

    text = said(redrive.redrive, None, agree, place)

    assert questions == ["Move all dead letters of a stack, about 2, back into its job queue? [y/N]"]
    assert ("Nothing was moved." in text) is not agrees
    assert len(waiting(place)) == (2 if agrees else 0)


def test_all_messages_are_moved_back_where_sqs_has_no_redrive_of_its_own(place: Place) -> None:
    lose(place, message(1), "not even JSON")

    assert move_back(place, None) == 2
    assert sorted(waiting(place)) == sorted([json.dumps(message(1)), "not even JSON"])


def test_all_messages_are_moved_back_by_sqs_itself_where_it_can(place: Place) -> None:
    sqs = Account("ap-northeast-2").sqs
    with Stubber(sqs) as stubber:
        stubber.add_response("start_message_move_task", {}, {"SourceArn": place.outputs["DeadLetterQueueArn"]})

        assert move_back(replace(place, aws=cast("Aws", SimpleNamespace(sqs=sqs))), None) is None


def test_a_job_is_told_with_what_is_kept_for_its_next_attempt(place: Place) -> None:
    entry = known().claimed(NOW, 180).attempt_failed(NOW + 100)
    remember(place, entry)
    place.aws.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    for name in ("stt-Kor-1.json", "stt-Kor-2.json", "llm-1.json"):
        key = f"work/{entry.job_id}/{entry.generation}/{name}"
        place.aws.s3.put_object(Bucket=BUCKET, Key=key, Body=b"{}")

    told = said(job.show, "987654321", place)

    assert "2 clips of CLOVA, 1 answers of Claude" in told
    assert "waits for another attempt" in told


def test_a_job_is_shown_with_what_all_paid_calls_of_the_day_cost(place: Place) -> None:
    remember(place, known())
    assert "All paid calls" not in said(job.show, "987654321", place)

    for day in {name_day(time.time()), name_day(time.time() + 60)}:  # midnight may come in between
        place.ledger.add_cost(day, 12_345.6)

    assert "(Asia/Seoul) cost 12,346 KRW so far." in said(job.show, "987654321", place)


def test_a_name_with_brackets_is_shown_as_it_is(place: Place) -> None:
    entry = replace(known().claimed(NOW, 180), job_id="[b]1[/b]", key="videos/[/u]/[b]1.mp4")
    remember(place, entry)
    place = make_bucket(place, "results-of-brackets")

    told = said(job.show, "[b]1[/b]", place)

    assert "job [b]1[/b]" in told
    assert "videos/[/u]/[b]1.mp4" in told


def test_a_job_that_nobody_claimed_is_not_known(place: Place) -> None:
    told = said(job.show, "7", place)

    assert "knows no job 7" in told
    assert "or was forgotten (make forget), or ended over 30 days ago." in told


def test_an_item_of_the_ledger_that_cannot_be_read_is_said_to_be_that(place: Place) -> None:
    item = {"job_id": {"S": "7"}, "generation": {"S": "g"}, "entry": {"S": "{}"}}
    place.aws.tables.put_item(TableName=place.outputs["JobTableName"], Item=item)

    lose(place, message(7), message(8))

    with pytest.raises(UnreadableItemError, match="has an unreadable item of job 7"):
        job.show("7", place, Console())
    listed = said(failed.show, place)
    assert "why  The ledger of a stack has an unreadable item of job 7." in listed
    assert "no worker lived to claim it" in listed


def test_without_a_stack_people_are_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoStackError, match="make local-up"):
        find_place({}, tmp_path / "sam-env.json")


def test_a_stack_that_is_not_there_is_no_place(emulated: Aws, tmp_path: Path) -> None:
    served = tmp_path / "sam-env.json"
    served.write_text(json.dumps({"Worker": {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}}))
    assert emulated.endpoint

    for environ in ({}, {"STACK": "nothing", "AWS_REGION": "ap-northeast-2"}):
        with pytest.raises(NoStackError, match="cannot be read"):
            find_place(environ, served)
