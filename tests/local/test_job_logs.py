"""A job's lines in CloudWatch, as `make job` reads them."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from botocore.stub import Stubber

from local.aws import Account, Aws
from local.operating.job import show
from local.operating.log import read_log
from tests.builders import an_outcome
from tests.local.places import NOW, known, make_bucket, remember, said

if TYPE_CHECKING:
    from local.operating.place import Place


def log(place: Place, *lines: tuple[float, str, dict[str, object]]) -> None:
    """Write lines as Lambda does."""
    group = place.outputs["LogGroupName"]
    place.aws.logs.create_log_group(logGroupName=group)
    place.aws.logs.create_log_stream(logGroupName=group, logStreamName="one")
    events = [
        {"timestamp": round(at * 1000), "message": json.dumps({"level": "INFO", "stage": stage, **fields})}
        for at, stage, fields in lines
    ]
    place.aws.logs.put_log_events(
        logGroupName=group, logStreamName="one", logEvents=[*events, {"timestamp": 1, "message": "START RequestId"}]
    )


def test_a_story_has_the_seconds_of_each_stage_and_when_the_next_attempt_begins(place: Place) -> None:
    job, retry = {"job_id": "987654321"}, {"error_code": "STT_TIMEOUT", "reason": "stt_no_answer"}
    log(
        place,
        (NOW, "JOB_START", {**job, "timestamp": "2025-11-24T16:00:00Z"}),
        (NOW, "STT_START", {**job, "timestamp": "2025-11-24T16:00:01Z"}),
        (NOW, "STT_DONE", {"job_id": "another", "timestamp": "2025-11-24T16:00:02Z"}),
        (NOW, "JOB_RETRY", {**job, **retry, "timestamp": "2025-11-24T16:00:10Z", "delay_seconds": 37}),
    )
    remember(place, known().claimed(NOW, 180).attempt_failed(NOW + 10))

    told = said(show, "987654321", make_bucket(place, "results-of-logs"))

    assert "STT 9.0 s" in told
    assert "STT: STT_TIMEOUT, stt_no_answer" in told
    assert "its message comes back at 2025-11-24T16:00:47Z" in told


def test_only_the_time_around_a_jobs_end_is_looked_through(place: Place) -> None:
    fields: dict[str, object] = {"job_id": "987654321"}
    log(place, *((NOW + away, "JOB_START", fields) for away in (-5000, -500, 100, 5000)))
    entry = replace(known(), outcome=replace(an_outcome(), decided_at=NOW))

    assert len(read_log(place, entry)) == 2
    assert len(read_log(place, replace(known(), updated_at=NOW))) == 3


def test_a_function_that_has_written_nothing_has_no_lines(place: Place) -> None:
    assert read_log(place, known()) == []


def test_an_id_in_hangul_is_looked_for_in_its_own_letters(place: Place) -> None:
    logs, entry = Account("ap-northeast-2").logs, replace(known(), job_id='가"나', task="catalog", updated_at=NOW)
    asked = {
        "logGroupName": place.outputs["LogGroupName"],
        "filterPattern": '{ $.job_id = "가\\"나" }',
        "startTime": round(NOW - 1000) * 1000,
    }
    with Stubber(logs) as stubber:
        stubber.add_response("filter_log_events", {"events": []}, asked)

        assert read_log(replace(place, aws=cast("Aws", SimpleNamespace(logs=logs))), entry) == []
