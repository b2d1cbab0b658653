"""The ends of jobs, decided and told, as workers and the sweep bring them about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.builders import a_mix_message, s3_message, s3_record
from tests.golden.stored.handover import send
from tests.golden.stored.moments import WatchedBackend
from tests.golden.stored.stores import make_error
from tests.handler.stage import MAX_RECEIVES
from worker.jobs.errors import (
    CALLBACK_CLOSED,
    CALLBACK_REJECTED,
    CALLBACK_UNAVAILABLE,
    CALLBACK_UNREACHABLE,
    SOURCE_FORBIDDEN,
    SOURCE_GONE,
    SOURCE_UNAVAILABLE,
    Condition,
    JobError,
)

if TYPE_CHECKING:
    from tests.golden.stored.handover import Handover

GONE = JobError(SOURCE_GONE, "DOWNLOAD", "the video is no longer there.")
UNAVAILABLE = JobError(SOURCE_UNAVAILABLE, "DOWNLOAD", "S3 answered 503.")
FORBIDDEN = JobError(SOURCE_FORBIDDEN, "DOWNLOAD", "S3 answered AccessDenied.", setting="VIDEO_BUCKET_NAME")
DAYS = 24 * 3600.0


def done(handover: Handover) -> None:
    send(handover.stage())


def decided(handover: Handover, error: JobError | None = None) -> None:
    stage = handover.stage()
    stage.videos.error = error
    stage.backend = WatchedBackend(meanwhile=handover.note)
    send(stage)


def fail_for_now(handover: Handover, error: JobError = UNAVAILABLE) -> None:
    """Use all attempts up, in the sight of a queue whose clock is ahead."""
    for receive in range(1, MAX_RECEIVES + 1):
        stage = handover.stage()
        stage.queue.now = handover.now + 5
        stage.videos.error = error
        send(stage, receive=receive)
        handover.now += 60


def met_again(handover: Handover) -> None:
    """A message that we had sent again comes after the end."""
    fail_for_now(handover)
    send(handover.stage(), sent_at=handover.now, mark="1795150960.5")


def redriven(handover: Handover) -> None:
    fail_for_now(handover)
    send(handover.stage(), sent_at=handover.now)


def unaccepted(handover: Handover, condition: Condition) -> None:
    stage = handover.stage()
    stage.backend.errors = [refuse(condition)]
    send(stage)


def refuse(condition: Condition) -> JobError:
    """A backend that cannot be reached may have heard it all the same."""
    error = JobError(condition, "CALLBACK", "it was not accepted.")
    assert isinstance(error, JobError)
    error.perhaps_heard = condition is CALLBACK_UNREACHABLE
    return error


def unheard(handover: Handover) -> None:
    unaccepted(handover, CALLBACK_UNAVAILABLE)
    handover.now += 4 * DAYS
    stage = handover.stage()
    stage.backend.errors = [refuse(CALLBACK_UNAVAILABLE)]
    stage.sweep()


def spared(handover: Handover) -> None:
    """Of two jobs the sweep tells the first in vain."""
    for name in ("a", "b"):
        stage = handover.stage()
        stage.backend.errors = [refuse(CALLBACK_UNREACHABLE)]
        send(stage, s3_message(s3_record(f"videos/1/{name}.mp4")))
    handover.now += 10
    stage = handover.stage()
    stage.backend.errors = [refuse(CALLBACK_UNREACHABLE)]
    stage.sweep()


def let_go(handover: Handover) -> None:
    """The worker has told the end, and the table does not take that in."""
    stage = handover.stage()
    throttled = make_error("ProvisionedThroughputExceededException", 400)
    stage.backend = WatchedBackend(meanwhile=lambda: handover.stores.table.errors.append(throttled))
    send(stage)


def silent(handover: Handover) -> None:
    stage = handover.stage()
    stage.videos.error = UNAVAILABLE
    send(stage)
    handover.now += DAYS
    handover.stage().sweep()


def cataloged(handover: Handover) -> None:
    send(handover.catalog_stage(), s3_message(s3_record("videos/42_my-movie-title.mp4")))


def mixed(handover: Handover) -> None:
    handover.supply("0001_bgm", "0001_tts")
    send(handover.stage(), a_mix_message())


def mixed_anew(handover: Handover) -> None:
    """The same order once more, after its voice was supplied."""
    handover.supply("0001_bgm")
    send(handover.stage(), a_mix_message())
    handover.now += 60
    handover.supply("0001_tts")
    send(handover.stage(), a_mix_message(), sent_at=handover.now - 1)


ENDS = {
    "cataloged": cataloged,
    "closed": partial(unaccepted, condition=CALLBACK_CLOSED),
    "decided_done": decided,
    "decided_failed": partial(decided, error=GONE),
    "done": done,
    "failed_by_a_setting": partial(fail_for_now, error=FORBIDDEN),
    "failed_for_now": fail_for_now,
    "let_go": let_go,
    "met_again": met_again,
    "mixed": mixed,
    "mixed_anew": mixed_anew,
    "not_accepted": partial(unaccepted, condition=CALLBACK_UNAVAILABLE),
    "perhaps_heard": partial(unaccepted, condition=CALLBACK_UNREACHABLE),
    "redriven": redriven,
    "refused": partial(unaccepted, condition=CALLBACK_REJECTED),
    "silent": silent,
    "spared": spared,
    "unheard": unheard,
}
