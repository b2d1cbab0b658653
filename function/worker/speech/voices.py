"""What people read for a speaker."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from worker.jobs.plain_text import make_plain, shorten
from worker.speech.languages import is_same_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.speech.transcript import Transcript

_SPEAKER: Mapping[str, str] = MappingProxyType({"Eng": "Speaker", "Jpn": "話者", "Chn": "说话人"})
"""In the language of the transcript; Korean for Korean and for Korean mixed with English."""

_KOREAN = "화자"

_MOST_CHARACTERS = 60


def name_voices(transcript: Transcript) -> dict[str, str]:
    """Name the speakers of a transcript.

    Returns:
        Label -> `화자 1` for the labels `1` and `A`, or the name that a person gave: one line of untrusted text.
    """
    word = next((word for name, word in _SPEAKER.items() if is_same_language(name, transcript.language)), _KOREAN)
    given = {speaker.label: speaker.name for speaker in transcript.speakers}
    labels = [segment.speaker for segment in transcript.segments if segment.speaker]
    return {label: _name(label, given.get(label, ""), word) for label in labels}


def _name(label: str, given: str, word: str) -> str:
    """The engine's own names are single letters."""
    if len(name := _make_line(given)) > 1 and name != label:
        return name
    return f"{word} {ord(label) - ord('A') + 1 if _is_letter(label) else _make_line(label)}"


def _make_line(text: str) -> str:
    return shorten(" ".join(make_plain(text).split()), _MOST_CHARACTERS)


def _is_letter(label: str) -> bool:
    return len(label) == 1 and "A" <= label <= "Z"
