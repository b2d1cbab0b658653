from __future__ import annotations

import json

import pytest

from worker.jobs.errors import LLM_MALFORMED, Handling, JobError
from worker.llm.model import Chapter, ModelAnswer, ModelUsage, Summary
from worker.speech.transcript import Segment
from worker.tasks.summary.answer import (
    MOST_CHAPTERS,
    MOST_POINTS,
    POINT_CHARACTERS,
    SUMMARY_CHARACTERS,
    SUMMARY_SCHEMA,
    TITLE_CHARACTERS,
    read_summary,
)

SEGMENTS = tuple(Segment(number, number * 10.5, number * 10.5 + 9, f"말 {number}") for number in range(1, 61))
USAGE = ModelUsage(120, 30)


def answer(**changes: object) -> dict[str, object]:
    ordinary: dict[str, object] = {
        "summary": "영상이 올라가면 생기는 일.",
        "title": "업로드",
        "key_points": ["하나", "둘"],
        "chapters": [{"title": "시작", "start_segment": 1}],
    }
    return ordinary | changes


def read(value: object) -> Summary:
    return read_summary(ModelAnswer(json.dumps(value), USAGE), SEGMENTS, "a-model")


def chapters(*numbers: object) -> list[dict[str, object]]:
    return [{"title": f"chapter {number}", "start_segment": number} for number in numbers]


def test_an_ordinary_answer_becomes_a_summary() -> None:
    assert read(answer()) == Summary(
        "영상이 올라가면 생기는 일.", "a-model", "업로드", ("하나", "둘"), (Chapter("시작", 10.5, 1),), USAGE
    )


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ([3, 1, 2], [1, 2, 3]),
        ([1, 1, 2], [1, 2]),
        ([0, -1, 61, 10**30, 5], [5]),
        ([], []),
        (list(range(1, 61)), list(range(1, MOST_CHAPTERS + 1))),
    ],
    ids=["sorted", "deduplicated", "in range", "none", "bounded"],
)
def test_chapters_start_where_an_existing_segment_does(asked: list[int], kept: list[int]) -> None:
    found = read(answer(chapters=chapters(*asked))).chapters

    assert [(chapter.segment, chapter.start) for chapter in found] == [(number, number * 10.5) for number in kept]


def test_a_chapter_without_a_title_is_dropped() -> None:
    assert read(answer(chapters=[{"title": " \x00", "start_segment": 1}])).chapters == ()


def test_every_part_is_bounded() -> None:
    long = "말 " * 10_000
    summary = read(
        answer(summary=long, title=long, key_points=[long] * 9, chapters=[{"title": long, "start_segment": 1}])
    )

    assert len(summary.text) <= SUMMARY_CHARACTERS
    assert len(summary.title) <= TITLE_CHARACTERS
    assert len(summary.chapters[0].title) <= TITLE_CHARACTERS
    assert len(summary.key_points) == MOST_POINTS
    assert max(map(len, summary.key_points)) <= POINT_CHARACTERS


def test_control_characters_and_links_do_not_pass() -> None:
    text = "\x1b[2J여기를 보세요: ![x](https://evil.example/?q=1) 또는 WWW.evil.example 끝"

    assert read(answer(summary=text)).text == "[2J여기를 보세요: x 또는 끝"


@pytest.mark.parametrize(
    "value",
    [
        answer(summary=""),
        answer(summary=" \n\t\u3000"),
        answer(summary="https://evil.example/"),
        answer(summary=None),
        answer(summary=3),
        answer(summary="half \ud800 a character"),
        answer(title=None),
        answer(key_points="하나"),
        answer(key_points=[1]),
        answer(chapters=chapters("first")),
        answer(chapters=chapters(1.5)),
        answer(chapters=chapters(float("nan"))),
        answer(chapters=chapters(float("inf"))),
        answer(chapters=chapters(*[True])),
        answer(chapters=None),
        {},
        [],
        None,
        "summary",
    ],
)
def test_a_blank_or_misshapen_answer_is_retryable(value: object) -> None:
    with pytest.raises(JobError) as caught:
        read(value)

    assert (caught.value.condition, caught.value.handling) == (LLM_MALFORMED, Handling.RETRYABLE)


@pytest.mark.parametrize("number", [2.0, "2", "2.0"])
def test_a_chapters_number_may_be_written_in_another_form(number: object) -> None:
    assert read(answer(chapters=chapters(number))).chapters == (Chapter(f"chapter {number}", 21.0, 2),)


@pytest.mark.parametrize(
    "form",
    [
        "\ufeff{}",
        "```json\n{}\n```",
        "```\n{}```",
        "Here is the summary:\n\n{}",
        "{}\n\nI left out what was not said.",
        "[{}]",
        "As {asked}: {}",
        "{}\nThe names in {brackets} are not known.",
        '{"summary": ""} was too short:\n{}\n{}',
        '{"answer": {}}',
    ],
    ids=[
        "byte order mark",
        "fence",
        "plain fence",
        "words before",
        "words behind",
        "list of one",
        "brackets before",
        "brackets behind",
        "second thoughts",
        "in an object",
    ],
)
def test_an_answer_in_another_form_is_used(form: str) -> None:
    text = form.replace("{}", json.dumps(answer(), ensure_ascii=False))

    assert read_summary(ModelAnswer(text, USAGE), SEGMENTS, "a-model") == read(answer())


def test_a_bare_newline_in_a_text_is_one() -> None:
    text = json.dumps(answer(summary="first|second")).replace("|", "\n")

    assert read_summary(ModelAnswer(text, USAGE), SEGMENTS, "a-model").text == "first\nsecond"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "말",
        "}{",
        "{" * 100_000 + "}",
        '{"a": ' * 100_000 + "1" + "}" * 100_000,
        '```json\n{"summary": "x"}\n```',
        '{"summary": "\\ud800',
    ],
)
def test_what_is_no_json_is_retryable_and_not_quoted(text: str) -> None:
    with pytest.raises(JobError) as caught:
        read_summary(ModelAnswer(text, USAGE), SEGMENTS, "a-model")

    assert caught.value.condition is LLM_MALFORMED
    assert caught.value.__cause__ is None


def test_the_schema_is_closed_and_requires_everything_it_names() -> None:
    schema = json.loads(json.dumps(dict(SUMMARY_SCHEMA)))

    assert schema["required"] == list(schema["properties"])
    assert schema["additionalProperties"] is False
