"""The shape of the language model's answer, and how it becomes a `Summary`.

Structured outputs have no limits on lengths or numbers (docs/sources.md, Claude), so every bound is enforced here. The
answer is untrusted: the transcript it was made from may hold instructions of its own.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator

from worker.jobs.errors import LLM_MALFORMED, JobError
from worker.llm.model import Chapter, ModelAnswer, ModelUsage, Summary
from worker.tasks.summary.spoken_text import make_spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from worker.speech.transcript import Segment

SUMMARY_CHARACTERS = 4000
TITLE_CHARACTERS = 120
POINT_CHARACTERS = 300
MOST_POINTS = 7
MOST_CHAPTERS = 50

_MOST_BRACES = 32
"""Places in an answer where a summary is looked for."""

_DECODER = json.JSONDecoder(strict=False)

SUMMARY_SCHEMA: Mapping[str, object] = MappingProxyType(
    {
        "type": "object",
        "properties": {
            "summary": {"type": "string"},
            "title": {"type": "string"},
            "key_points": {"type": "array", "items": {"type": "string"}},
            "chapters": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"title": {"type": "string"}, "start_segment": {"type": "integer"}},
                    "required": ["title", "start_segment"],
                    "additionalProperties": False,
                },
            },
        },
        "required": ["summary", "title", "key_points", "chapters"],
        "additionalProperties": False,
    }
)
"""JSON schema for `ModelRequest.schema`; all required, none open, as structured outputs demand."""


def _refuse_truth(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("must be a number")  # noqa: TRY004 - pydantic takes only this for a refusal
    return value


class _ChapterAnswer(BaseModel):
    title: str
    start_segment: Annotated[int, BeforeValidator(_refuse_truth)]


class _SummaryAnswer(BaseModel):
    summary: str
    title: str
    key_points: list[str]
    chapters: list[_ChapterAnswer]


def read_summary(answer: ModelAnswer, segments: Sequence[Segment], model: str) -> Summary:
    """Check the model's JSON and map its chapters to seconds.

    An answer is paid for, so flaws of form are accepted: a fence or words around the object, a byte order mark, a bare
    newline in a text, a number as `1.0` or `"1"`.

    Chapters that name no existing segment or repeat one are dropped, the rest sorted. Links and markup are
    dropped: speech holds none, so the model invented them or obeyed the transcript.

    Args:
        answer: JSON text as asked for with `SUMMARY_SCHEMA`.
        segments: of the transcript that was summarised.
        model: the configured model's name.

    Returns:
        The summary, every part bounded.

    Raises:
        JobError: LLM_BAD_RESPONSE, no JSON object in it, another shape, or a blank summary.
    """
    given = _read_object(answer.text)
    text = make_spoken(given.summary, SUMMARY_CHARACTERS)
    if not text:
        raise JobError(LLM_MALFORMED, "LLM", "Claude answered with a blank summary.")
    points = (make_spoken(point, POINT_CHARACTERS) for point in given.key_points)
    return Summary(
        text=text,
        model=model,
        title=make_spoken(given.title, TITLE_CHARACTERS),
        key_points=tuple(point for point in points if point)[:MOST_POINTS],
        chapters=_chapters(given.chapters, segments),
        usage=answer.usage,
    )


def is_summary(text: str) -> bool:
    """Whether `read_summary` can make a summary of an answer."""
    try:
        read_summary(ModelAnswer(text, ModelUsage()), (), "")
    except JobError:
        return False
    return True


def _read_object(text: str) -> _SummaryAnswer:
    """The first object that has the shape: the words around it may hold braces, too."""
    for brace in islice(re.finditer(r"\{", text), _MOST_BRACES):
        try:
            found, _ = _DECODER.raw_decode(text, brace.start())
            # Serialised again, so that pydantic's parser refuses lone surrogates, which Python's accepts.
            return _SummaryAnswer.model_validate_json(json.dumps(found))
        except (ValueError, RecursionError):
            continue
    raise JobError(LLM_MALFORMED, "LLM", "Claude answered with something else than a summary.")


def _chapters(given: Iterable[_ChapterAnswer], segments: Sequence[Segment]) -> tuple[Chapter, ...]:
    starts = {segment.number: segment.start for segment in segments}
    found: dict[int, Chapter] = {}
    for chapter in given:
        number, title = chapter.start_segment, make_spoken(chapter.title, TITLE_CHARACTERS)
        if title and number in starts:
            found.setdefault(number, Chapter(title, starts[number], number))
    return tuple(found[number] for number in sorted(found))[:MOST_CHAPTERS]
