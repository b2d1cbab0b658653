"""A segment mix that is ordered more than once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_mix_message
from tests.handler.stage import LEASE, MAX_RECEIVES, Stage
from tests.tasks.segment_mix.orders import FOLDER, TWO, stage_with_tracks
from worker.delivery.ledger.outcome import Abandoned
from worker.jobs.errors import RESULT_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from worker.delivery.ledger.entry import Entry


@pytest.fixture
def stage() -> Stage:
    return stage_with_tracks()


MINUTE = 60.0
QUIET = a_mix_message(segments=[{"index": 1, "bgm_gain": 0.1}])
LOUD = a_mix_message(segments=[{"index": 1, "bgm_gain": 1.0}])


@pytest.mark.parametrize("change", [{}, {"segments": []}], ids=["another gain", "an order that is refused"])
def test_an_older_order_that_comes_back_does_not_replace_what_a_newer_one_made(
    stage: Stage, change: dict[str, Any]
) -> None:
    began = stage.clock()
    stage.tracks.errors = [JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")]
    assert stage.deliver(QUIET, sent_at=began) == ["m1"]
    stage.deliver(LOUD | change, sent_at=began + MINUTE)
    files, told = dict(stage.tracks.files), list(stage.backend.told)

    assert stage.deliver(QUIET, receive=2, sent_at=began) == []

    assert (stage.tracks.files, stage.backend.told) == (files, told)


def test_an_older_order_that_is_redriven_does_not_replace_what_a_newer_one_made(stage: Stage) -> None:
    began = stage.clock()
    stage.tracks.errors = [JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")]
    stage.deliver(QUIET, receive=MAX_RECEIVES, sent_at=began)
    stage.deliver(LOUD, sent_at=began + MINUTE)
    files = dict(stage.tracks.files)

    stage.deliver(QUIET, sent_at=began + 9 * MINUTE)

    assert stage.tracks.files == files


def test_an_order_under_the_job_id_of_another_project_takes_no_place(stage: Stage) -> None:
    began = stage.clock()
    stage.deliver(a_mix_message(project_id="124"), sent_at=began + MINUTE)

    stage.deliver(QUIET, sent_at=began)

    assert stage.statuses[-1] == "segment_mix_completed"


def test_an_order_that_is_given_once_more_after_another_is_carried_out_again(stage: Stage) -> None:
    began = stage.clock()
    stage.deliver(QUIET, sent_at=began)
    started, first, quiet = *stage.backend.told, stage.tracks.files[f"{FOLDER}/0001_mix.wav"]
    stage.deliver(LOUD, sent_at=began + MINUTE)

    assert stage.deliver(QUIET, sent_at=began + 2 * MINUTE) == []

    assert stage.tracks.files[f"{FOLDER}/0001_mix.wav"] == quiet
    body: Any = stage.backend.bodies[-1]
    assert (body["status"], body["metadata"]["supersedes"]) == ("segment_mix_completed", first.event_id)
    assert stage.backend.told[-2].event_id != started.event_id


@pytest.mark.parametrize(
    ("sent", "statuses"),
    [(-MINUTE, ["failed"]), (MINUTE, ["failed", "segment_mix_started", "segment_mix_completed"])],
    ids=["a late duplicate", "a new sending"],
)
def test_an_order_that_is_sent_again_after_its_voice_was_supplied_begins_anew(
    stage: Stage, sent: float, statuses: list[str]
) -> None:
    voice = stage.tracks.files.pop(f"{FOLDER}/0002_tts.wav")
    stage.deliver(TWO, sent_at=stage.clock() - 2 * MINUTE)
    failed = stage.backend.told[-1]
    stage.tracks.files[f"{FOLDER}/0002_tts.wav"] = voice

    assert stage.deliver(TWO, sent_at=stage.clock() + sent) == []

    assert stage.statuses[1:] == statuses
    body: Any = stage.backend.bodies[-1]
    assert body["metadata"].get("supersedes") == (failed.event_id if sent > 0 else None)


def test_an_order_that_was_carried_out_is_not_carried_out_again_when_it_is_sent_again(stage: Stage) -> None:
    stage.deliver(TWO, sent_at=stage.clock() - MINUTE)
    told = list(stage.backend.told)

    assert stage.deliver(TWO, sent_at=stage.clock() + MINUTE) == []
    assert stage.backend.told == told


def test_a_second_message_of_an_order_from_before_another_order_does_not_replace_what_that_made(stage: Stage) -> None:
    began = stage.clock()
    stage.deliver(QUIET, sent_at=began)
    stage.deliver(LOUD, sent_at=began + 2 * MINUTE)
    files, told = dict(stage.tracks.files), list(stage.backend.told)

    assert stage.deliver(QUIET, sent_at=began + MINUTE) == []
    assert (stage.tracks.files, stage.backend.told) == (files, told)


def supersede_while_waiting(stage: Stage, began: float) -> None:
    """An order fails for now, and another is carried out in its place; the sweep then drops the first."""
    stage.tracks.errors = [JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")]
    assert stage.deliver(QUIET, sent_at=began) == ["m1"]
    stage.deliver(LOUD, sent_at=began + MINUTE)
    stage.clock = lambda: began + 6000 + LEASE
    assert stage.sweep() == 1


def quiet_entry(stage: Stage) -> Entry:
    return min(stage.ledger.read("job-7"), key=lambda entry: entry.first_seen)


def test_an_order_given_once_more_after_the_sweep_dropped_it_is_cared_for_again(stage: Stage) -> None:
    began = stage.clock()
    supersede_while_waiting(stage, began)
    assert quiet_entry(stage).abandoned is Abandoned.SUPERSEDED
    stage.tracks.errors = [JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")]
    assert stage.deliver(QUIET, sent_at=stage.clock()) == ["m1"]
    assert quiet_entry(stage).abandoned is None
    again = stage.clock()
    stage.clock = lambda: again + 6000 + LEASE

    assert stage.sweep() == 1

    assert stage.statuses[-1] == "failed"


def test_an_order_given_once_more_after_another_has_all_its_attempts(stage: Stage) -> None:
    began = stage.clock()
    supersede_while_waiting(stage, began)
    entry = quiet_entry(stage)
    stage.ledger.write(replace(entry.written(began), failures=MAX_RECEIVES - 1, yields=5, died_in={"MIX": 1}))
    stage.tracks.errors = [JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")]

    assert stage.deliver(QUIET, sent_at=stage.clock()) == ["m1"]

    after = quiet_entry(stage)
    assert (after.failures, after.yields, after.died_in, after.outcome) == (1, 0, {}, None)


def test_what_an_end_supersedes_is_not_forgotten_by_an_order_given_once_more(stage: Stage) -> None:
    began = stage.clock()
    supersede_while_waiting(stage, began)
    stage.ledger.write(replace(quiet_entry(stage).written(began), supersedes="msg_1"))

    stage.deliver(QUIET, sent_at=stage.clock())

    body: Any = stage.backend.bodies[-1]
    assert (body["status"], body["metadata"]["supersedes"]) == ("segment_mix_completed", "msg_1")
