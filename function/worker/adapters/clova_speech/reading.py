"""A result of CLOVA Speech -> segments and who speaks them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from worker.jobs.errors import STT_MALFORMED, JobError
from worker.jobs.plain_text import make_plain
from worker.speech.transcript import Segment, Speaker, Word

if TYPE_CHECKING:
    from collections.abc import Iterable

Milliseconds = Annotated[float, Field(ge=-86_400_000, le=604_800_000, allow_inf_nan=False)]


_WORD: TypeAdapter[tuple[Milliseconds, Milliseconds, str]] = TypeAdapter(tuple[Milliseconds, Milliseconds, str])
_WORD_MEMBERS = 3


class _Label(BaseModel, coerce_numbers_to_str=True):
    label: str | None = None
    name: str | None = None


class _Segment(BaseModel):
    start: Milliseconds
    end: Milliseconds
    text: str | None = None
    words: list[Any] | None = None
    speaker: _Label | None = None
    diarization: _Label | None = None


class _Result(BaseModel):
    segments: list[_Segment]
    speakers: list[_Label] | None = None


def read_result(raw: bytes) -> tuple[tuple[Segment, ...], tuple[Speaker, ...]]:
    """The segments with text, in the order of the result, and the speakers; times in seconds, as the service counts.

    Raises:
        JobError: STT_BAD_RESPONSE, another shape.
    """
    try:
        given = _Result.model_validate_json(raw)
    except ValidationError:  # its message quotes the result
        raise JobError(STT_MALFORMED, "STT", "CLOVA Speech answered with a result of another shape.") from None
    return _read_segments(given.segments), _read_speakers(given.speakers or ())


def _read_segments(segments: Iterable[_Segment]) -> tuple[Segment, ...]:
    spoken = ((segment, " ".join(make_plain(segment.text or "").split())) for segment in segments)
    return tuple(
        Segment(
            number, segment.start / 1000, segment.end / 1000, text, (), _read_words(segment.words or ()), _name(segment)
        )
        for number, (segment, text) in enumerate(((one, text) for one, text in spoken if text), start=1)
    )


def _read_speakers(speakers: Iterable[_Label]) -> tuple[Speaker, ...]:
    named = ((make_plain(one.label or ""), make_plain(one.name or "")) for one in speakers)
    return tuple(Speaker(label, name or label) for label, name in named if label)


def _read_words(words: Iterable[object]) -> tuple[Word, ...]:
    """Without the words that cannot be read: the text, which is paid for, holds them, too."""
    read = (found for word in words if (found := _read_word(word)))
    named = ((start, end, " ".join(make_plain(text).split())) for start, end, text in read)
    return tuple(Word(start / 1000, end / 1000, text) for start, end, text in named if text)


def _read_word(word: object) -> tuple[float, float, str] | None:
    try:
        return _WORD.validate_python(word[:_WORD_MEMBERS] if isinstance(word, list) else word)
    except ValidationError:
        return None


def _name(segment: _Segment) -> str | None:
    """The speaker's label: "1"; an older engine gives it in `diarization` alone."""
    labels = (one.label for one in (segment.speaker, segment.diarization) if one)
    return next((plain for label in labels if label and (plain := make_plain(label))), None)
