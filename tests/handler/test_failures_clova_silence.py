"""CLOVA and Speech: no answer, no words, and which language is asked for."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from local.ports import reserved_port
from local.standins.faults import Drip, DripHeaders, NoAnswer, Status
from tests.handler.endings import BACKED_OFF, DONE, failed
from tests.handler.impatience import hurry_clova

if TYPE_CHECKING:
    from local.standins.faults import Fault
    from tests.conftest import LogLines
    from tests.handler.world import World

BAD, SILENT = "STT_BAD_RESPONSE", "STT_TIMEOUT"
ENDLESS = [NoAnswer(), Drip(), DripHeaders()]


@pytest.mark.parametrize("fault", ENDLESS, ids=repr)
def test_an_answer_without_an_end_is_none(world: World, fault: Fault, log_lines: LogLines) -> None:
    hurry_clova(world)
    world.services.clova.script = repeat(fault)

    assert world.deliver(world.upload()) == BACKED_OFF
    assert log_lines.lines[-1]["error_code"] == SILENT
    assert world.paid == (2, 0)


def test_a_refused_connection_is_no_answer(world: World, log_lines: LogLines) -> None:
    with reserved_port("127.0.0.1") as port:
        world.settings["CLOVA_STT_URL"] = f"http://127.0.0.1:{port}/recog/v1/stt?lang=Kor"
        assert world.deliver(world.upload()) == BACKED_OFF

    assert log_lines.lines[-1]["error_code"] == SILENT


def test_no_words_in_any_clip_are_done_without_a_summary(world: World) -> None:
    world.services.ear.words = ""

    assert world.deliver(world.upload()) == DONE
    assert (world.body["transcript"], world.body["summary"], world.body["meta"]["speech"]) == ("", "", False)
    assert world.paid == (1, 0)


def test_a_clip_with_too_little_sound_for_clova_is_silence(world: World) -> None:
    world.services.clova.script = [Status(400, "STT007")]

    assert world.deliver(world.upload()) == DONE
    assert world.body["meta"]["speech"] is False


@pytest.mark.parametrize(("said", "asked"), [("Eng", "Eng"), ("ja-JP", "Jpn"), (None, "Kor")])
def test_clova_is_asked_for_the_language_that_the_upload_names(world: World, said: str | None, asked: str) -> None:
    assert world.deliver(world.upload(lang=said)) == DONE
    assert [call.lang for call in world.services.clova.calls] == [asked]


def test_a_language_that_clova_does_not_hear_is_told_at_once_and_costs_nothing(world: World) -> None:
    assert world.deliver(world.upload(lang="fr")) == failed(BAD)
    assert world.paid == (0, 0)
