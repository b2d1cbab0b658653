"""Text that claims to sum up speech, freed of what nobody speaks.

A model may be talked into links, markup and characters that cannot be seen by the transcript it read. Each piece found
is replaced by a space, so that what stood around it cannot join to a new one.
"""

from __future__ import annotations

import re

from worker.domain.plain_text import make_plain, shorten

# Direction marks, embeddings, overrides and isolates; zero-width space and word joiner; line separators; byte order
# mark; interlinear marks; tags; private use, which nobody can read. The joiners inside emoji (200c, 200d) stay.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
_MARKED_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_TAG = re.compile(r"</?[a-z!?][^<>]*>", re.IGNORECASE)
# Lengths are bounded: an unbounded scheme would take quadratic time on a long word.
_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,30}://|www\.|(?:javascript|data|vbscript|mailto|tel):)\S+|(?<!\S)//\S+", re.IGNORECASE
)
_OPENINGS = re.compile(r"<(?=[a-z/!?])|\]\(", re.IGNORECASE)
_GAPS = re.compile(r"[ \t]{2,}")
_READ_TIMES = 4
"""Of more than this times the limit only the beginning is looked at."""


def make_spoken(text: str, limit: int) -> str:
    """Free a text of links, markup and unseen characters, and cut it to `limit` characters."""
    plain = _UNSEEN.sub("", make_plain(text[: _READ_TIMES * limit]))
    for pattern, rest in ((_MARKED_LINK, r"\1 "), (_TAG, " "), (_OPENINGS, " "), (_LINK, " ")):
        plain = pattern.sub(rest, plain)
    return shorten(_GAPS.sub(" ", plain).strip(), limit)
