"""The catalogue's entries: a content, which is read from the name of a video file, and the row of that video.

See docs/sources.md, Catalogue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from worker.video.facts import MediaFacts

_NUMBERED = re.compile(r"(?P<content_id>[0-9]+)_(?P<slug>.*)")
_SEPARATORS = re.compile(r"[_\- ]+")

LONGEST_TITLE = 255
"""Characters of its column."""

_LARGEST_ID = 2**31 - 1
"""Of an INT column. A larger number before the first underscore is a date or a time, and so part of the name."""


@dataclass(frozen=True, slots=True)
class Content:
    """A content as its video's name describes it; `content_id` is None until the database gives it a number."""

    content_id: int | None
    slug: str

    @property
    def title(self) -> str:
        """The slug as composed words, each with one capital; a slug without words stays as it is."""
        slug = normalize("NFC", self.slug)
        words = [word.capitalize() for word in _SEPARATORS.split(slug) if word]
        return (" ".join(words) or slug)[:LONGEST_TITLE]

    @property
    def description(self) -> str:
        """A first text, until an editor writes a better one."""
        return f"Uploaded video: {self.slug}"

    @property
    def age_rating(self) -> str:
        """For everybody, until an editor changes it."""
        return "ALL"


@dataclass(frozen=True, slots=True)
class VideoAsset:
    """A row of `video_assets`, without its content; addresses are `s3://bucket/key`."""

    video_url: str
    thumbnail_url: str
    facts: MediaFacts


def read_content(name: str) -> Content:
    """Read a content out of a file's name: the digits before the first underscore, and what follows it.

    Args:
        name: without folder and extension; never empty.

    Returns:
        The content. Without a usable number at its start, its slug is the whole name.
    """
    match = _NUMBERED.fullmatch(name)
    content_id = int(match["content_id"]) if match else 0
    if match is None or not 0 < content_id <= _LARGEST_ID:
        return Content(None, name)
    return Content(content_id, match["slug"] or match["content_id"])
