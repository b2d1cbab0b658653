"""Claude: what becomes of a job when the model does not answer as hoped.

One answer of each kind: `adapters/test_claude_*` and `unit/test_summary_schema` list what is of which.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from local.standins.claude_answers import MaxTokens, Refusal, Text
from local.standins.faults import Html200, Status, Truncated
from tests.handler.canaries import SPOKEN
from tests.handler.endings import BACKED_OFF, dead_lettered, failed
from tests.handler.world import LAST_RECEIVE, World

if TYPE_CHECKING:
    from local.standins.faults import Fault
    from tests.conftest import LogLines

BAD, SILENT = "LLM_BAD_RESPONSE", "LLM_TIMEOUT"
ALL_ATTEMPTS, PAID_TWICE, ONCE = 4, 2, 1
LASTING = [
    (Status(529), BAD, ALL_ATTEMPTS),
    (Html200(), BAD, PAID_TWICE),
    (Text('{"summary": "of another shape"}'), BAD, ONCE),
    (Truncated(), SILENT, PAID_TWICE),
]
PERMANENT = [(Refusal(), ONCE), (MaxTokens(), PAID_TWICE), (Status(413), ONCE)]


@pytest.mark.parametrize(("fault", "calls"), PERMANENT, ids=repr)
def test_what_claude_will_never_do_is_told_with_the_paid_transcript(world: World, fault: Fault, calls: int) -> None:
    world.services.claude.script = repeat(fault)

    assert world.deliver(world.upload()) == failed(BAD)
    assert world.paid == (1, calls)
    kept = world.stored(world.body["result_s3_key"])
    assert (kept["status"], kept["summary"]) == ("FAILED", None)
    assert SPOKEN in kept["transcript"]["text"]


@pytest.mark.parametrize(("fault", "code", "calls"), LASTING, ids=repr)
def test_what_lasts_is_tried_again_later(
    world: World, fault: Fault, code: str, calls: int, log_lines: LogLines
) -> None:
    world.services.claude.script = repeat(fault)

    assert world.deliver(world.upload()) == BACKED_OFF
    assert log_lines.lines[-1]["error_code"] == code
    assert world.paid == (1, calls)


@pytest.mark.parametrize(("fault", "code", "calls"), LASTING, ids=repr)
def test_what_lasts_to_the_last_receive_is_told_with_the_paid_transcript(
    world: World, fault: Fault, code: str, calls: int
) -> None:
    world.services.claude.script = repeat(fault)

    assert world.deliver(world.upload(), LAST_RECEIVE) == dead_lettered(code)
    assert world.stored(world.body["result_s3_key"])["summary"] is None
    assert world.paid == (1, calls)
