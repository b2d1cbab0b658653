"""How CLOVA Speech answers with what it heard; the shape is that of a recording of 2026. The speakers are made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.standins.clova_speech_params import count_speakers, wants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local.standins.wire import JsonObject

CONFESSION = "stand-in; speakers are made up: they take turns at each pause"
_CONFIDENCE = 0.9
"""Made up as well."""

_LEAD_MS = 700
"""A segment of the service begins up to so much before its first word."""


@dataclass(frozen=True)
class Heard:
    """A stretch of speech between two pauses; all times are milliseconds from the recording's start.

    Attributes:
        start: Of the stretch, not of its first word.
        end: Of the stretch.
        words: Start, end and text of each.
    """

    start: int
    end: int
    words: tuple[tuple[int, int, str], ...]

    @property
    def text(self) -> str:
        """Its words in a row."""
        return " ".join(word for _, _, word in self.words)


def make_result(token: str, params: JsonObject, heard: Sequence[Heard]) -> JsonObject:
    """The body of a recording that was heard; empty segments for silence, which is no error."""
    count = count_speakers(params)
    used = min(count, len(heard))
    return {
        "result": "COMPLETED",
        "message": "Succeeded",
        "token": token,
        "version": CONFESSION,
        "params": params,
        "progress": 100,
        "keywords": {},
        "segments": [_segment(one, place, count, params) for place, one in enumerate(heard)],
        "text": " ".join(one.text for one in heard) if wants(params, "fullText") else "",
        "confidence": _CONFIDENCE if heard else 0,
        "speakers": [_speaker(place) for place in range(used)],
        "events": [],
        "eventTypes": [],
    }


def _segment(heard: Heard, place: int, speakers: int, params: JsonObject) -> JsonObject:
    start = max(heard.start, heard.words[0][0] - _LEAD_MS)
    segment: JsonObject = {
        "start": start,
        "end": heard.end,
        "text": heard.text,
        "confidence": _CONFIDENCE,
        "words": [list(word) for word in heard.words] if wants(params, "wordAlignment") else [],
        "textEdited": heard.text,
    }
    if speakers:
        speaker = _speaker(place % speakers)
        segment |= {"diarization": {"label": speaker["label"]}, "speaker": speaker}
    return segment


def _speaker(place: int) -> JsonObject:
    """Labels count from 1; names are A to Z, then A1 and so on."""
    name = chr(ord("A") + place % 26) + (str(place // 26) if place >= 26 else "")  # noqa: PLR2004 - letters
    return {"label": str(place + 1), "name": name, "edited": False}
