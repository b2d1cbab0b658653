from __future__ import annotations

from itertools import repeat
from typing import ClassVar

import pytest

from local.standins.claude import ClaudeStandIn
from local.standins.faults import CutConnection, Delay, Drip, DripHeaders, Fault, Ok, Status, Truncated
from tests.adapters.asking import MODEL, REQUEST, ask, fail, keys, model
from tests.adapters.listener import Connection, Listener
from tests.adapters.naps import Naps
from worker.adapters.calls.retry import CallLimits
from worker.adapters.claude import ClaudeModel, ModelOptions
from worker.jobs.deadline import Deadline
from worker.jobs.errors import LLM_NO_ANSWER, LLM_OUT_OF_TIME, LLM_UNAVAILABLE, JobError


class Quick(ClaudeModel):
    limits: ClassVar = CallLimits("LLM", at_least=0.1, at_most=0.5)


def quick(claude: ClaudeStandIn) -> ClaudeModel:
    return Quick(claude.messages_url, keys(), ModelOptions(MODEL, 2000), Naps().policy())


@pytest.mark.parametrize("fault", [CutConnection(), CutConnection(reset=True), Truncated()])
def test_a_lost_reply_is_asked_for_once_more(claude: ClaudeStandIn, fault: Fault) -> None:
    claude.script = [fault]

    assert ask(claude).text
    assert len(claude.calls) == 2


def test_a_second_lost_reply_is_not_paid_for_again(claude: ClaudeStandIn) -> None:
    error = fail(claude, repeat(Truncated()))

    assert (error.condition, error.code, len(claude.calls)) == (LLM_NO_ANSWER, "LLM_TIMEOUT", 2)


def test_the_input_of_a_lost_reply_is_counted(claude: ClaudeStandIn) -> None:
    once = ask(claude).usage
    claude.script = [Truncated()]

    assert ask(claude).usage.input_tokens == 2 * once.input_tokens


def test_an_overload_after_a_lost_reply_is_still_waited_out(claude: ClaudeStandIn) -> None:
    claude.script = [CutConnection(), Status(529), Status(529), Ok()]

    assert ask(claude).text


@pytest.mark.parametrize("fault", [Delay(5), Drip(every=0.2, pieces=30), DripHeaders(every=0.2, lines=30)])
def test_the_limit_is_on_the_whole_reply_and_not_on_a_read(claude: ClaudeStandIn, fault: Fault) -> None:
    claude.script = repeat(fault)

    with pytest.raises(JobError) as caught:
        quick(claude).answer(REQUEST, Deadline.after(100))

    assert (caught.value.condition, len(claude.calls)) == (LLM_NO_ANSWER, 2)


def test_a_dripping_server_is_left() -> None:
    def behave(connection: Connection) -> None:
        connection.read_request()
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n")
        connection.drip(b" ", count=200)

    with Listener(behave) as server:
        asked = Quick(server.url, keys(), ModelOptions(MODEL, 2000), Naps().policy(0))
        with pytest.raises(JobError):
            asked.answer(REQUEST, Deadline.after(100))
        assert server.client_left.wait(10)


def test_nobody_listening_is_tried_as_often_as_allowed() -> None:
    naps = Naps()
    with ClaudeStandIn() as stopped:
        asked = model(stopped, naps)

    with pytest.raises(JobError) as caught:
        asked.answer(REQUEST, Deadline.after(100))

    assert (caught.value.condition, naps.taken) == (LLM_NO_ANSWER, [1.0, 2.0, 4.0])


def test_no_call_is_begun_that_cannot_be_finished(claude: ClaudeStandIn) -> None:
    with pytest.raises(JobError) as caught:
        model(claude).answer(REQUEST, Deadline.after(14))

    assert (caught.value.condition, claude.calls) == (LLM_OUT_OF_TIME, [])


def test_retry_after_is_honoured(claude: ClaudeStandIn) -> None:
    naps = Naps()
    claude.script = [Status(429, headers={"retry-after": "30"})]

    ask(claude, naps)

    assert naps.taken == [30.0]


def test_a_long_retry_after_is_left_to_the_queue(claude: ClaudeStandIn) -> None:
    error = fail(claude, [Status(429, headers={"retry-after": "300"})])

    assert (error.condition, error.retry_after, len(claude.calls)) == (LLM_UNAVAILABLE, 300.0, 1)


def test_a_call_ends_with_the_deadline(claude: ClaudeStandIn) -> None:
    claude.script = repeat(Delay(5))

    class Patient(ClaudeModel):
        limits: ClassVar = CallLimits("LLM", at_least=0.1, at_most=60.0)

    with pytest.raises(JobError) as caught:
        Patient(claude.messages_url, keys(), ModelOptions(MODEL, 2000), Naps().policy()).answer(
            REQUEST, Deadline.after(0.9)
        )

    assert (caught.value.condition, len(claude.calls)) == (LLM_NO_ANSWER, 1)
