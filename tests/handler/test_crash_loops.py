"""Workers that died over a job: one death is made up for, two in one stage are a loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import s3_message
from tests.handler.ledger_states import claimed, entry_of, keep, killed
from tests.handler.stage import MAX_RECEIVES

if TYPE_CHECKING:
    from tests.handler.stage import Stage

pytestmark = pytest.mark.usefixtures("stopped_clock")


def test_a_job_whose_worker_died_once_is_done_by_the_next(stage: Stage) -> None:
    keep(stage, killed(1000, "FFMPEG"))

    assert stage.deliver(s3_message(), receive=2) == []
    assert stage.statuses == ["DONE"]
    assert entry_of(stage).died_in == {"FFMPEG": 1}


def test_two_deaths_in_one_stage_end_as_failed_without_a_third(stage: Stage) -> None:
    keep(stage, killed(1000, "FFMPEG"), killed(500, "FFMPEG"))

    assert stage.deliver(s3_message(), receive=3) == []
    assert [body["error_code"] for body in stage.backend.bodies] == ["UNKNOWN_ERROR"]
    assert stage.videos.fetched == []


def test_deaths_in_two_stages_are_no_loop(stage: Stage) -> None:
    keep(stage, killed(1000, "FFMPEG"), killed(500, "STT"))

    assert stage.deliver(s3_message(), receive=3) == []
    assert stage.statuses == ["DONE"]


def test_a_death_on_the_last_attempt_ends_as_failed_without_another(stage: Stage) -> None:
    keep(stage, killed(1000), failures=MAX_RECEIVES - 1)

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == ["m1"]
    assert [body["error_message"] for body in stage.backend.bodies] == ["The worker died on the last attempt."]
    assert stage.videos.fetched == []


def test_claims_of_which_nothing_more_was_heard_are_no_deaths(stage: Stage) -> None:
    keep(stage, claimed(1000), claimed(500))

    assert stage.deliver(s3_message(), receive=3) == []
    assert stage.statuses == ["DONE"]
    assert (entry_of(stage).deaths, entry_of(stage).died_in) == (0, {})
