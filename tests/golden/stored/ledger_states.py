"""The states of a job that has no end yet, or begins anew, as workers bring them about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders import SEQUENCER, a_mix_message, s3_message, s3_record
from tests.golden.stored.handover import NOW, SENT, send
from tests.golden.stored.ledger_ends import fail_for_now
from tests.golden.stored.moments import WatchedRecogniser, WatchedVideos
from tests.golden.stored.stores import make_error
from tests.handler.stage import MAX_RECEIVES, SILENCE
from worker.jobs.errors import LLM_OUT_OF_TIME, LLM_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from tests.golden.stored.handover import Handover

NEWER = s3_message(s3_record(versionId="newer", sequencer=SEQUENCER + "1"))
"""Another upload of the same key."""


def be_claimed(handover: Handover) -> None:
    stage = handover.stage()
    stage.videos = WatchedVideos(meanwhile=handover.note)
    send(stage)


def have_a_call_in_the_air(handover: Handover, receive: int = 1) -> None:
    stage = handover.stage()
    stage.recogniser = WatchedRecogniser(meanwhile=lambda: handover.note_in("STT"))
    send(stage, receive=receive)


def be_claimed_after_a_death(handover: Handover) -> None:
    have_a_call_in_the_air(handover)
    handover.kill()
    stage = handover.stage()
    stage.videos = WatchedVideos(meanwhile=handover.note)
    send(stage, receive=2)


def wait_after_a_failure(handover: Handover) -> None:
    stage = handover.stage()
    stage.model.error = JobError(LLM_UNAVAILABLE, "LLM", "Claude answered 529.")
    send(stage)


def wait_for_time(handover: Handover) -> None:
    stage = handover.stage()
    stage.model.error = JobError(LLM_OUT_OF_TIME, "LLM", "no time was left.")
    send(stage, receive=MAX_RECEIVES)


def wait_after_being_sent_again(handover: Handover) -> None:
    wait_for_time(handover)
    handover.now += 6
    stage = handover.stage()
    stage.model.error = JobError(LLM_UNAVAILABLE, "LLM", "Claude answered 529.")
    send(stage, sent_at=NOW + 5, mark="1795150900.75")


def be_superseded(handover: Handover) -> None:
    wait_after_a_failure(handover)
    handover.now += 60
    send(handover.stage(), NEWER, sent_at=SENT + 60)
    handover.now += SILENCE + 60
    handover.stage().sweep()


def begin_anew(handover: Handover) -> None:
    fail_for_now(handover)
    handover.now += 60
    stage = handover.stage()
    stage.videos = WatchedVideos(meanwhile=handover.note)
    send(stage, sent_at=handover.now - 1)


def die_twice(handover: Handover) -> None:
    for receive in (1, 2):
        have_a_call_in_the_air(handover, receive)
        handover.kill()
    send(handover.stage(), receive=3)


def wait_as_a_mix(handover: Handover) -> None:
    handover.supply("0001_bgm", "0001_tts")
    handover.stores.bucket.errors = [make_error("SlowDown", 503)]
    send(handover.stage(), a_mix_message())


STATES = {
    "begun_anew": begin_anew,
    "call_in_the_air": have_a_call_in_the_air,
    "claimed": be_claimed,
    "claimed_after_a_death": be_claimed_after_a_death,
    "died_twice": die_twice,
    "mix_waiting": wait_as_a_mix,
    "superseded": be_superseded,
    "waiting_after_a_failure": wait_after_a_failure,
    "waiting_for_time": wait_for_time,
    "waiting_sent_again": wait_after_being_sent_again,
}
