"""A model that does whatever a transcript asks for: what our code then still promises.

It cannot know whether a summary is true, or keep a model from quoting its instructions, which are public and hold no
secret. It promises the shape, the bounds, no link, no markup, no invisible character, and no segment that is not there.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.builders import s3_message
from tests.fakes.summary import FakeModel
from tests.handler.stage import Stage
from tests.hostile.attacks import ATTACKS, EVIL, LINKS, NUMBERED
from tests.hostile.browsing import list_markup
from worker.tasks.summary.adapters.results import write_document
from worker.tasks.summary.answer import MOST_CHAPTERS, MOST_POINTS, POINT_CHARACTERS, SUMMARY_CHARACTERS

if TYPE_CHECKING:
    from worker.tasks.summary.result import Result

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas/result.schema.json").read_text(encoding="utf-8"))
DOCUMENT: Any = jsonschema.Draft202012Validator(SCHEMA)
ALIVE = re.compile(
    r"[a-z][a-z0-9+.-]*://\S|www\.\S|(?<![a-z0-9])(?:javascript|data|vbscript|mailto|tel):\S|\]\(",
    re.IGNORECASE,
)
LONG = 2_000
"""Characters of what is there hundreds of times: more than is read of a point or a title."""

ORDINARY: dict[str, object] = {"summary": "요약입니다.", "title": "제목", "key_points": [], "chapters": []}


def wishes(attack: str) -> list[dict[str, Any]]:
    """Answers that an attack may bring a model to."""
    everywhere = [{"title": attack, "start_segment": number} for number in (1, 0, -1, 7, 10**9)]
    many = [{**chapter, "title": attack[:LONG]} for chapter in everywhere] * 40
    return [
        {"summary": attack, "title": attack, "key_points": [attack] * 20, "chapters": everywhere},
        {"summary": f"요약. {attack} {EVIL}", "title": attack * 3, "key_points": [], "chapters": many},
    ]


def obey(answer: object) -> Stage:
    text = json.dumps(answer)
    stage = Stage(model=FakeModel(answer_text=text))
    stage.deliver(s3_message(), receive=5)
    return stage


def texts_of(result: Result) -> list[str]:
    summary = result.summary
    assert summary is not None
    return [summary.text, summary.title, *summary.key_points, *(chapter.title for chapter in summary.chapters)]


def invisible(text: str) -> list[str]:
    """Control, format, surrogate and private characters, but the joiner inside emoji and what breaks lines."""
    return [
        char
        for char in text
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} and char not in "\n\t\r\u200c\u200d"
    ]


@pytest.mark.parametrize("number", NUMBERED)
def test_an_obeyed_attack_gives_a_bounded_valid_result(number: int) -> None:
    for wish in wishes(ATTACKS[number]):
        stage = obey(wish)
        [result] = stage.results.stored.values()
        [body] = stage.backend.bodies

        DOCUMENT.validate(json.loads(write_document(replace(result, transcript=None))))  # pyright: ignore[reportUnknownMemberType] - jsonschema's stubs are partial
        assert body["status"] == "DONE" or body["error_code"] == "LLM_BAD_RESPONSE"
        for text in texts_of(result) if result.summary else []:
            assert len(text) <= SUMMARY_CHARACTERS
            assert ALIVE.findall(text) == []
            assert list_markup(text) == []
            assert invisible(text) == []


def test_an_answer_with_half_a_character_is_a_bad_answer_and_no_error_of_ours() -> None:
    stage = Stage(model=FakeModel(answer_text=json.dumps({**ORDINARY, "summary": "\ud800"}, ensure_ascii=False)))
    stage.deliver(s3_message(), receive=5)

    assert [body["error_code"] for body in stage.backend.bodies] == ["LLM_BAD_RESPONSE"]


def test_only_segments_that_exist_become_chapters() -> None:
    [result] = obey(wishes("x")[1]).results.stored.values()

    assert result.summary is not None
    assert [chapter.segment for chapter in result.summary.chapters] == [1]


def test_what_was_not_asked_for_goes_nowhere() -> None:
    odd = "nowhere-to-be-seen"
    stage = obey({**ORDINARY, "status": "DONE", "transcript": odd, "callback_url": EVIL, "result_key": "../../x"})
    [(key, result)] = stage.results.stored.items()

    assert key == "results/123/987654321.json"
    assert odd not in repr((result, stage.backend.told))
    assert "evil" not in repr((result, stage.backend.told))


def test_a_flood_is_bounded_in_every_part() -> None:
    flood = "말씀 " * 50_000
    many = [{"title": flood[:LONG], "start_segment": 1}] * 500
    [result] = obey(
        {"summary": flood, "title": flood, "key_points": [flood, *[flood[:LONG]] * 500], "chapters": many}
    ).results.stored.values()

    assert result.summary is not None
    assert len(result.summary.text) <= SUMMARY_CHARACTERS
    assert len(result.summary.key_points) <= MOST_POINTS
    assert len(result.summary.chapters) <= MOST_CHAPTERS
    assert max(map(len, result.summary.key_points)) <= POINT_CHARACTERS


@pytest.mark.parametrize("link", LINKS)
def test_words_around_a_link_stay(link: str) -> None:
    [result] = obey({**ORDINARY, "summary": f"앞말 {link} 끝말"}).results.stored.values()

    assert result.summary is not None
    assert result.summary.text.startswith("앞말")
    assert result.summary.text.endswith("끝말")


@pytest.mark.parametrize(
    "text",
    [
        "3 < 4 > 2",
        "a -> b <- c",
        "비율은 1:2 입니다",
        "{x} [y] (z)",
        "I <3 you",
        "<Squid Game>",
        "Note: see 10:30",
        "R&D",
    ],
)
def test_ordinary_punctuation_passes_unchanged(text: str) -> None:
    [result] = obey({**ORDINARY, "summary": text}).results.stored.values()

    assert result.summary is not None
    assert result.summary.text == text


@pytest.mark.parametrize(
    "text", ["<" * 100_000, "a" * 100_000, "[" * 100_000, "<a " * 40_000, "[a](" * 30_000, "h://" * 30_000]
)
def test_no_answer_takes_long_to_clean(text: str) -> None:
    stage = obey({**ORDINARY, "summary": f"말 {text}"})

    assert len(stage.backend.bodies) == 1
