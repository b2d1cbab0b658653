from __future__ import annotations

from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING, ClassVar

import pytest

from local.standins.backend import BackendStandIn
from local.standins.faults import CutAfterAccept, CutConnection, Delay, DripHeaders, Fault, Redirect, Status
from tests.adapters.naps import Naps
from tests.adapters.sending import CALLBACK, keys, tell
from worker.adapters.backend.backend import HttpBackend
from worker.adapters.calls.retry import CallLimits
from worker.jobs.deadline import Deadline
from worker.jobs.errors import (
    CALLBACK_CLOSED,
    CALLBACK_MISCONFIGURED,
    CALLBACK_REJECTED,
    CALLBACK_UNAVAILABLE,
    CALLBACK_UNREACHABLE,
    Condition,
    JobError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

MISCONFIGURED, REJECTED = CALLBACK_MISCONFIGURED, CALLBACK_REJECTED
CLOSED = CALLBACK_CLOSED
UNAVAILABLE, UNREACHABLE = CALLBACK_UNAVAILABLE, CALLBACK_UNREACHABLE
UNANSWERED = [CutAfterAccept(), CutConnection(), Status(502), Status(504)]
"""After these the backend may have heard what it was told."""


class Quick(HttpBackend):
    limits: ClassVar = CallLimits("CALLBACK", at_least=0.1, at_most=0.5)


def fail(backend: BackendStandIn, script: Iterable[Fault]) -> JobError:
    backend.script = script
    with pytest.raises(JobError) as caught:
        tell(backend)
    return caught.value


@pytest.mark.parametrize(
    ("status", "condition", "setting", "calls"),
    [
        (400, REJECTED, None, 1),
        (401, MISCONFIGURED, "BACKEND_INTERNAL_TOKEN", 1),
        (403, MISCONFIGURED, "BACKEND_INTERNAL_TOKEN", 1),
        (404, REJECTED, None, 1),
        (409, CLOSED, None, 1),
        (410, CLOSED, None, 1),
        (422, REJECTED, None, 1),
        (429, REJECTED, None, 1),
        (500, UNAVAILABLE, None, 4),
        (502, UNAVAILABLE, None, 4),
        (503, UNAVAILABLE, None, 4),
        (599, UNAVAILABLE, None, 4),
        (600, UNAVAILABLE, None, 4),
    ],
)
def test_a_refusal_means_what_its_status_says(
    backend: BackendStandIn, status: int, condition: Condition, setting: str | None, calls: int
) -> None:
    error = fail(backend, repeat(Status(status)))

    assert (error.condition, error.setting, len(backend.calls)) == (condition, setting, calls)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_token_does_not_follow_a_redirect(backend: BackendStandIn, status: int) -> None:
    with BackendStandIn() as other:
        error = fail(backend, [Redirect(status, other.url + "/internal/jobs/1/complete")])

        assert (error.condition, error.setting) == (MISCONFIGURED, "BACKEND_BASE_URL")
        assert (other.calls, other.refusals) == ([], [])


@pytest.mark.parametrize("fault", [CutConnection(), CutConnection(reset=True), CutAfterAccept()])
def test_a_cut_connection_is_tried_again(backend: BackendStandIn, fault: Fault) -> None:
    naps = Naps()
    backend.script = [fault, fault, fault]

    tell(backend, naps)

    assert naps.taken == [1.0, 2.0, 4.0]
    assert len(backend.calls) == 4


def test_a_backend_that_is_not_there_is_unreachable() -> None:
    with BackendStandIn() as stopped:
        pass

    with pytest.raises(JobError) as caught:
        tell(stopped)

    assert caught.value.condition is UNREACHABLE


@pytest.mark.parametrize("fault", [Delay(3), DripHeaders(every=0.2)])
def test_an_answer_that_takes_too_long_is_none(backend: BackendStandIn, fault: Fault) -> None:
    backend.script = repeat(fault)

    with pytest.raises(JobError) as caught:
        Quick(backend.url, keys(), Naps().policy(1)).send(CALLBACK, Deadline.after(60))

    assert (caught.value.condition, len(backend.calls)) == (UNREACHABLE, 2)


@pytest.mark.parametrize(("wait", "calls"), [("5", 2), ("50", 1)])
def test_retry_after_is_honoured_where_it_fits(backend: BackendStandIn, wait: str, calls: int) -> None:
    backend.script = [Status(503, headers={"retry-after": wait}), Status(400)]

    with pytest.raises(JobError):
        HttpBackend(backend.url, keys(), Naps().policy()).send(CALLBACK, Deadline.after(20))

    assert len(backend.calls) == calls


@pytest.mark.parametrize("fault", UNANSWERED, ids=repr)
def test_a_409_after_a_try_without_an_answer_says_that_the_backend_has_heard_it(
    backend: BackendStandIn, fault: Fault
) -> None:
    backend.script = [fault, Status(503), Status(409)]

    tell(backend)

    assert len(backend.calls) == 3


def test_a_409_after_a_try_that_took_too_long_says_that_the_backend_has_heard_it(backend: BackendStandIn) -> None:
    backend.script = [Delay(3), Status(409)]

    Quick(backend.url, keys(), Naps().policy(1)).send(CALLBACK, Deadline.after(60))

    assert len(backend.calls) == 2


@pytest.mark.parametrize("fault", [Status(500), Status(503)], ids=repr)
def test_a_409_after_an_answer_of_the_backend_is_a_refusal(backend: BackendStandIn, fault: Fault) -> None:
    assert fail(backend, [fault, Status(409)]).condition is CLOSED


def test_a_409_to_what_was_perhaps_heard_before_accepts(backend: BackendStandIn) -> None:
    backend.script = [Status(409)]

    tell(backend, callback=replace(CALLBACK, perhaps_heard=True))

    assert len(backend.calls) == 1


@pytest.mark.parametrize("fault", UNANSWERED, ids=repr)
def test_a_409_to_what_supersedes_another_end_is_a_refusal_though_a_try_went_unanswered(
    backend: BackendStandIn, fault: Fault
) -> None:
    backend.script = [fault, Status(409)]

    with pytest.raises(JobError) as caught:
        tell(backend, callback=replace(CALLBACK, corrects=True))

    assert (caught.value.condition, caught.value.perhaps_heard) == (CLOSED, True)


def test_a_409_to_what_supersedes_another_end_is_a_refusal_though_it_was_perhaps_heard_before(
    backend: BackendStandIn,
) -> None:
    backend.script = [Status(409)]

    with pytest.raises(JobError) as caught:
        tell(backend, callback=replace(CALLBACK, perhaps_heard=True, corrects=True))

    assert caught.value.condition is CLOSED


def test_a_410_is_a_refusal_whatever_was_heard_before(backend: BackendStandIn) -> None:
    backend.script = [CutAfterAccept(), Status(410)]

    with pytest.raises(JobError) as caught:
        tell(backend, callback=replace(CALLBACK, perhaps_heard=True))

    assert caught.value.condition is CLOSED


@pytest.mark.parametrize(
    ("script", "perhaps_heard"),
    [([fault, *[Status(503)] * 3], True) for fault in UNANSWERED] + [([Status(503)] * 4, False)],
    ids=repr,
)
def test_a_failure_says_whether_one_of_its_tries_may_have_been_heard(
    backend: BackendStandIn, script: list[Fault], *, perhaps_heard: bool
) -> None:
    error = fail(backend, script)

    assert isinstance(error, JobError)
    assert error.perhaps_heard is perhaps_heard


def test_a_backend_that_is_not_there_has_heard_nothing() -> None:
    with BackendStandIn() as stopped:
        pass

    with pytest.raises(JobError) as caught:
        tell(stopped)

    assert not caught.value.perhaps_heard
