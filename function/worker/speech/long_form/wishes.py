"""What a deployment wants to be heard besides the words: speakers, and terms that are likely to be said."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_KEYWORDS = 1000
MOST_SPEAKERS = 30

_SPEAKERS = re.compile(r"off|auto|([1-9][0-9]?)-([1-9][0-9]?)", re.IGNORECASE)
_KEYWORD = re.compile(r"[0-9A-Za-z가-힣 .&'+-]{1,100}")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the settings ask for.

    `speakers` is None where they are not told apart, else how many there are at least and at most; (-1, -1) says that
    the service finds out. `keywords` are Korean or English, English in lower case.
    """

    speakers: tuple[int, int] | None = None
    keywords: tuple[str, ...] = ()


def read_wishes(speakers: str, keywords: str) -> Wishes:
    """Read `STT_SPEAKERS` (`off`, `auto` or `2-4`) and `STT_KEYWORDS` (separated by commas).

    Raises:
        ValueError: one of them is neither; the message quotes no value.
    """
    return Wishes(read_speakers(speakers), read_keywords(keywords))


def read_speakers(text: str) -> tuple[int, int] | None:
    """See `read_wishes`."""
    found = _SPEAKERS.fullmatch(text)
    if not found:
        raise ValueError("must be off, auto, or a least and a most number such as 2-4")
    if found[1] is None:
        return (-1, -1) if text.lower() == "auto" else None
    least, most = int(found[1]), int(found[2])
    if not least <= most <= MOST_SPEAKERS:
        raise ValueError(f"must be a least and a most number of at most {MOST_SPEAKERS}, in this order")
    return least, most


def read_keywords(text: str) -> tuple[str, ...]:
    """See `read_wishes`."""
    words = tuple(dict.fromkeys(word.strip().lower() for word in text.split(",") if word.strip()))
    if len(words) > MOST_KEYWORDS:
        raise ValueError(f"must be {MOST_KEYWORDS} keywords at most")
    if not all(map(_KEYWORD.fullmatch, words)):
        raise ValueError("must be Korean or English keywords, separated by commas")
    return words
