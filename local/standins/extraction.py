"""An extractive summary: the transcript's own words, picked by how often they occur. No model is asked."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from local.standins.claude_contract import blocks
from local.standins.wire import JsonObject

CONFESSION = "Stand-in, no model was asked; picked from the transcript:"
_WORDS_A_PIECE = 16
_PIECES_IN_SUMMARY = 3
_COMMON_WORDS = """
    a an and are as at be but by for from has have he her his i if in is it its me my no not of on or our she so that
    the their them then there they this to was we were what when which who will with you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True)
class Segment:
    """One numbered part of the transcript as the request gave it."""

    number: int
    text: str


def transcript_of(body: JsonObject) -> list[Segment]:
    """The numbered segments in the request's tool results; empty when there are none.

    A tool result holds JSON text; in it the first list of objects with a `text` is the transcript, the first whole
    number in each object its number (its place from 1 when it has none).
    """
    turns = cast("list[JsonObject]", body["messages"])
    results = [block for turn in turns for block in blocks(turn) if block.get("type") == "tool_result"]
    texts = [part.get("text", "") for result in results for part in blocks(result)]
    found = [segments for text in texts for segments in _lists_in(_json(text))]
    return found[0] if found else []


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return None


def _lists_in(value: object) -> Iterator[list[Segment]]:
    if isinstance(value, dict):
        for child in cast("JsonObject", value).values():
            yield from _lists_in(child)
    elif isinstance(value, list):
        entries = [cast("JsonObject", entry) for entry in cast("list[object]", value) if isinstance(entry, dict)]
        segments = [_segment(place, entry) for place, entry in enumerate(entries, start=1) if "text" in entry]
        if segments:
            yield segments


def _segment(place: int, entry: JsonObject) -> Segment:
    number = next((value for value in entry.values() if isinstance(value, int)), place)
    return Segment(number, str(entry["text"]))


@dataclass(frozen=True)
class Digest:
    """What the stand-in says about a transcript.

    Attributes:
        segments: What it was made from.
        summary: Three pieces of it in their order, after the confession that no model was asked.
        key_points: The same pieces, one each.
        title: The first words.
    """

    segments: list[Segment]
    summary: str
    key_points: list[str]
    title: str


def digest(segments: list[Segment]) -> Digest:
    """Pick the pieces whose words the transcript repeats most."""
    pieces = [piece for segment in segments for piece in _pieces(segment.text)]
    counts = Counter(word for piece in pieces for word in _content_words(piece))
    best = sorted(range(len(pieces)), key=lambda place: -_score(pieces[place], counts))[:_PIECES_IN_SUMMARY]
    chosen = [pieces[place] for place in sorted(best)]
    title = " ".join(" ".join(pieces).split()[:8])
    return Digest(segments, f"{CONFESSION} {' … '.join(chosen)}", chosen, title)


def _pieces(text: str) -> list[str]:
    """Sentences where there is punctuation, else runs of words: the recogniser writes none."""
    words = [sentence.split() for sentence in re.split(r"(?<=[.!?。])\s+", text)]
    return [" ".join(run[i : i + _WORDS_A_PIECE]) for run in words for i in range(0, len(run), _WORDS_A_PIECE)]


def _content_words(piece: str) -> set[str]:
    return {word for word in re.findall(r"\w+", piece.lower()) if word not in _COMMON}


def _score(piece: str, counts: Counter[str]) -> float:
    words = _content_words(piece)
    return sum(counts[word] for word in words) / (len(words) + 4)
