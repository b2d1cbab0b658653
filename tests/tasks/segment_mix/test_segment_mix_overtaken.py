"""A segment mix that is at work when another order takes its place: the newer one's files stay."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline, a_mix_message
from tests.tasks.segment_mix.fakes import FakeTracks
from tests.tasks.segment_mix.orders import FOLDER, stage_with_tracks
from worker.delivery.delivery import Acknowledge, Delivery, Retry

if TYPE_CHECKING:
    from pathlib import Path

    from tests.handler.stage import Stage
    from worker.delivery.delivery import Disposition
    from worker.jobs.deadline import Deadline
    from worker.tasks.segment_mix.mix import Output

MINUTE = 60.0
QUIET = a_mix_message(segments=[{"index": 1, "bgm_gain": 0.1}, {"index": 2}])
LOUD = a_mix_message(segments=[{"index": 1, "bgm_gain": 1.0}, {"index": 2}])
VOICE_1, MIX_1, MIX_2 = (f"{FOLDER}/{name}.wav" for name in ("0001_tts", "0001_mix", "0002_mix"))


@pytest.fixture
def stage() -> Stage:
    return stage_with_tracks()


@pytest.fixture
def loud() -> bytes:
    """The first mix as the louder order makes it."""
    stage = stage_with_tracks()
    order(stage, LOUD, MINUTE)
    return stage.tracks.files[MIX_1]


def order(stage: Stage, message: dict[str, object], sent_at: float) -> Disposition:
    """Handle a message beside others that are at work: a whole invocation would clear their files away."""
    processor = stage.worker().processor
    assert processor is not None
    delivery = Delivery(json.dumps(message), receive_count=1, last=False, sent_at=sent_at)
    return processor.process(delivery, a_deadline())


@pytest.mark.parametrize("at", [VOICE_1, MIX_1], ids=["before it stores", "while it stores"])
def test_an_order_does_not_store_over_what_a_newer_one_made_meanwhile(stage: Stage, loud: bytes, at: str) -> None:
    stage.tracks.meanwhile[at] = lambda: order(stage, LOUD, 2 * MINUTE)

    assert order(stage, QUIET, MINUTE) == Acknowledge()

    assert stage.tracks.files[MIX_1] == loud
    assert stage.statuses == ["segment_mix_started", "segment_mix_started", "segment_mix_completed"]


def test_an_order_whose_place_is_taken_stores_nothing_more(stage: Stage) -> None:
    takes_the_place = a_mix_message(segments=[{"index": 3}])
    stage.tracks.meanwhile[VOICE_1] = lambda: order(stage, takes_the_place, 2 * MINUTE)
    stage.tracks.meanwhile[f"{FOLDER}/0002_tts.wav"] = lambda: order(stage, takes_the_place, 2 * MINUTE)

    order(stage, QUIET, MINUTE)

    assert stage.tracks.stored == []


def test_what_an_older_order_stores_at_last_is_stored_over(stage: Stage, loud: bytes) -> None:
    stage.tracks.meanwhile[MIX_1] = lambda: stage.tracks.put(MIX_1, b"older", "an older order")

    order(stage, LOUD, MINUTE)

    assert stage.tracks.files[MIX_1] == loud


def test_what_was_there_already_is_looked_at_again_before_it_is_told(stage: Stage, loud: bytes) -> None:
    order(stage, LOUD, MINUTE)
    again = a_mix_message(segments=[{"index": 1, "bgm_gain": 1.0}, {"index": 2, "tts_gain": 0.5}])
    stage.tracks.meanwhile[MIX_2] = lambda: stage.tracks.put(MIX_1, b"older", "an older order")

    order(stage, again, 2 * MINUTE)

    assert stage.tracks.files[MIX_1] == loud
    assert stage.statuses[-1] == "segment_mix_completed"


class Unanswered(FakeTracks):
    """Stores a mix, but the answer is lost and the repeat is refused."""

    def store(self, path: Path, output: Output, deadline: Deadline) -> bool:
        super().store(path, output, deadline)
        return False


class Contested(FakeTracks):
    """Somebody else stores another file under a key each time."""

    def store(self, path: Path, output: Output, deadline: Deadline) -> bool:
        self.put(output.key, f"{len(self.stored)}".encode(), "another")
        return super().store(path, output, deadline)


def test_a_mix_that_is_stored_without_an_answer_is_stored_once(stage: Stage) -> None:
    stage.tracks = Unanswered(stage.tracks.files)

    assert order(stage, QUIET, MINUTE) == Acknowledge()

    assert sorted(stage.tracks.stored) == [MIX_1, MIX_2]
    assert stage.statuses[-1] == "segment_mix_completed"


def test_a_file_that_others_write_again_and_again_is_tried_in_another_attempt(stage: Stage) -> None:
    stage.tracks = Contested(stage.tracks.files)

    given_back = order(stage, QUIET, MINUTE)

    assert isinstance(given_back, Retry)
    assert given_back.reason == "result_unavailable"
