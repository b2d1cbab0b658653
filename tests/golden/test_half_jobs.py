"""A job whose first half a worker of one release does, and whose second one of another: nothing is paid twice.

A file holds the table and what is kept in the bucket at the moment at which the first worker is killed or out of time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.builders import s3_message
from tests.golden.stored.files import FOLDER, read_stores
from tests.golden.stored.half_others import SECOND, UPLOAD
from tests.golden.stored.handover import NOW, Handover, send
from tests.golden.stored.plays import HALF, play_half
from tests.handler.stage import LEASE
from tests.tasks.segment_mix.orders import TWO

if TYPE_CHECKING:
    from tests.tasks.catalog.stage import CatalogStage

MESSAGES = {"summary": s3_message(), "catalog": UPLOAD, "mix": TWO}


@dataclass(frozen=True)
class Rest:
    """What is left to do: clips to be heard, questions to Claude, segments to be mixed, contents to be published.

    `told` is what the backend hears, with its webhook-id.
    """

    told: tuple[str, ...] = ()
    clips: int = 0
    questions: int = 0
    mixed: tuple[str, ...] = ()
    published: int = 0


DONE = ("DONE msg_7467ec44beac7602a8a32b60264001a0",)
STARTED = "segment_mix_started msg_8b54e2c3cc1c279a32fbde49d0f25017"
COMPLETED = "segment_mix_completed msg_17930a3071f0eb10b59d52f02d6f9793"
RESTS = {
    "catalog_killed_before_it_was_published": Rest(published=1),
    "mix_decided": Rest((COMPLETED,)),
    "mix_killed_at_the_second_segment": Rest((STARTED, COMPLETED), mixed=(SECOND,)),
    "summary_decided": Rest(DONE),
    "summary_killed_at_the_third_clip": Rest(DONE, clips=1, questions=1),
    "summary_killed_before_claude_answered": Rest(DONE, questions=1),
    "summary_killed_before_the_result_was_stored": Rest(DONE),
    "summary_out_of_time_at_the_third_clip": Rest(DONE, clips=1, questions=1),
}


@pytest.fixture(params=HALF)
def half(request: pytest.FixtureRequest) -> str:
    return request.param


def take_over(half: str) -> Handover:
    """What the first worker has left, once its lease is over."""
    return Handover(read_stores(f"half/{half}"), NOW + 2 * LEASE)


def go_on(handover: Handover, half: str) -> CatalogStage:
    """A fresh worker gets the message."""
    stage = handover.catalog_stage()
    assert send(stage, MESSAGES[half.partition("_")[0]], receive=2) == []
    return stage


def test_a_worker_leaves_what_workers_before_it_left(half: str) -> None:
    assert play_half(half) == (FOLDER / "half" / f"{half}.json").read_text(encoding="utf-8")


def test_a_worker_does_what_workers_before_it_have_not_done_and_tells_the_end_once(half: str) -> None:
    stage = go_on(take_over(half), half)

    told = tuple(f"{json.loads(callback.body)['status']} {callback.event_id}" for callback in stage.backend.told)
    clips, questions = len(stage.recogniser.languages), len(stage.model.asked)
    found = Rest(told, clips, questions, tuple(stage.tracks.stored), len(stage.api.contents))
    assert found == RESTS[half]


def test_what_workers_before_have_decoded_is_not_decoded_again(half: str) -> None:
    assert go_on(take_over(half), half).extractor.asked == []


@pytest.mark.parametrize("half", ["mix_decided", "summary_decided"])
def test_an_end_that_was_decided_is_told_in_the_same_bytes(half: str) -> None:
    objects = read_stores(f"half/{half}").bucket.objects

    [callback] = go_on(take_over(half), half).backend.told

    assert [callback.body] == [one.body for key, one in objects.items() if key.endswith("/callback-1.json")]


def test_nothing_of_a_job_that_is_done_stays_under_work(half: str) -> None:
    handover = take_over(half)

    go_on(handover, half)

    assert [key for key in handover.stores.bucket.objects if key.startswith("work/")] == []
