"""Removes from a model's text what cannot be speech: links, markup and invisible characters.

A transcript may hold instructions to write them. A space replaces each link and tag, so that the text around it cannot
join into a new one.
"""

from __future__ import annotations

import re

from worker.jobs.plain_text import make_plain, shorten

# Direction marks, embeddings, overrides and isolates; zero-width space and word joiner; line separators; byte order
# mark; interlinear marks; tags; private use, which nobody can read. The joiners inside emoji (200c, 200d) stay.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
# A link that could lead somewhere: `[속보](종합)` is a headline.
_MARKED_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*[/:.#@?][^()]*\)")
# Elements of HTML, including the obsolete ones, and the roots of the two languages embedded in it.
_ELEMENTS = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|base|basefont|bdi|bdo|bgsound|big|blink|blockquote|body|br"
    "|button|canvas|caption|center|cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|dir|div|dl|dt|em|embed"
    "|fieldset|figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hgroup|hr|html|i|iframe|image|img"
    "|input|ins|isindex|kbd|keygen|label|legend|li|link|listing|main|map|mark|marquee|math|menu|menuitem|meta|meter|nav"
    "|nobr|noembed|noframes|noscript|object|ol|optgroup|option|output|p|param|picture|plaintext|portal|pre|progress|q|rb"
    "|rp|rt|rtc|ruby|s|samp|script|search|section|select|slot|small|source|spacer|span|strike|strong|style|sub|summary"
    "|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr|xmp"
)
_ELEMENT = rf"(?:{_ELEMENTS})\b(?!<)"
# The attributes of HTML that hide text, or take the focus, without a value.
_ATTRIBUTE = r"[\s/](?:autofocus|contenteditable|hidden|inert|popover)\b"
_VALUE = r"[^\s/<>]*[\s/][^<>]*="
# After an element's name: a title such as `<Big Fish>`, and a comparison such as `a<b && b>c`.
_WORDS = r"\s+[^\s<>=/][^<>=/]*>"
# `List<Object>`: a type of this name, in an identifier's brackets.
_TYPE = r"(?<=[a-z0-9_]<)(?-i:[A-Z][a-z])"
_AUTOLINK = r"(?=[^\s<>]*>)[^\s<>]*(?:://|@)"
_MARKUP = rf"(?:[/!]|\?[^\s>,]|(?!{_TYPE}){_ELEMENT}(?!{_WORDS})|[a-z](?:{_VALUE}|{_AUTOLINK}))"
_TAG = re.compile(rf"<(?={_MARKUP})[^<>]*>", re.IGNORECASE)
_OPENING = re.compile(rf"<(?={_MARKUP})(?=[^<>]*>)", re.IGNORECASE)
# What HTML takes for an element without any meaning stays; in any other opening, a space removes the meaning.
_MEANINGLESS = rf"(?!{_ELEMENT})[a-z](?![^>]{{0,200}}{_ATTRIBUTE})(?![^\s/>]{{0,200}}[\s/][^>]{{0,200}}=)[^>]{{0,200}}>"
_ELEMENT_OPENING = re.compile(rf"<(?=[a-z/!?])(?!{_MEANINGLESS})", re.IGNORECASE)
# At the end of a word it is no link, as in "Hotel:서울", "open_data:없음" and "Awww.귀엽다".
_BARE = r"(?<![a-z0-9])(?<![a-z0-9][_+.-])(?:www\.|(?:javascript|data|vbscript|mailto|tel):)"
# Lengths are bounded: an unbounded scheme would take quadratic time on a long word.
_LINK = re.compile(rf"(?:[a-z][a-z0-9+.-]{{0,30}}://|{_BARE})\S+|(?<!\S)//\S+", re.IGNORECASE)
_LINK_OPENING = re.compile(r"\]\(")
_GAPS = re.compile(r"[ \t]{2,}")
_HARMLESS = ((_OPENING, " "), (_ELEMENT_OPENING, "< "))
# A bracket that lost its link is checked again.
_STEPS = ((_MARKED_LINK, r"\1 "), (_TAG, " "), *_HARMLESS, (_LINK_OPENING, "] ("), (_LINK, " "), *_HARMLESS)
_READ_TIMES = 4
"""A text is read up to this many times the limit."""


def make_spoken(text: str, limit: int) -> str:
    """Remove links, markup and unseen characters from a text, and cut it to `limit` characters."""
    plain = _UNSEEN.sub("", make_plain(text[: _READ_TIMES * limit]))
    for pattern, rest in _STEPS:
        plain = pattern.sub(rest, plain)
    return shorten(_GAPS.sub(" ", plain).strip(), limit)
