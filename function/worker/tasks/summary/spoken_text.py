"""Text that claims to sum up speech, freed of what nobody speaks.

A model may be talked into links, markup and characters that cannot be seen by the transcript it read. Each piece found
is replaced by a space, so that what stood around it cannot join to a new one.
"""

from __future__ import annotations

import re

from worker.jobs.plain_text import make_plain, shorten

# Direction marks, embeddings, overrides and isolates; zero-width space and word joiner; line separators; byte order
# mark; interlinear marks; tags; private use, which nobody can read. The joiners inside emoji (200c, 200d) stay.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
# One that could lead somewhere: `[속보](종합)` is a headline.
_MARKED_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*[/:.#@?][^()]*\)")
# Elements of HTML, the obsolete ones among them, and the two roots of other languages in it.
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
# Behind an element's name: a title such as `<Big Fish>`, and a comparison such as `a<b && b>c`.
_WORDS = r"\s+[^\s<>=/][^<>=/]*>"
# `List<Object>`: a type of this name, in an identifier's brackets.
_TYPE = r"(?<=[a-z0-9_]<)(?-i:[A-Z][a-z])"
_AUTOLINK = r"(?=[^\s<>]*>)[^\s<>]*(?:://|@)"
_MARKUP = rf"(?:[/!]|\?[^\s>,]|(?!{_TYPE}){_ELEMENT}(?!{_WORDS})|[a-z](?:{_VALUE}|{_AUTOLINK}))"
_TAG = re.compile(rf"<(?={_MARKUP})[^<>]*>", re.IGNORECASE)
_OPENING = re.compile(rf"<(?={_MARKUP})(?=[^<>]*>)", re.IGNORECASE)
# What HTML takes for an element without any meaning stays; from any other opening a space takes the meaning.
_MEANINGLESS = rf"(?!{_ELEMENT})[a-z](?![^>]{{0,200}}{_ATTRIBUTE})(?![^\s/>]{{0,200}}[\s/][^>]{{0,200}}=)[^>]{{0,200}}>"
_ELEMENT_OPENING = re.compile(rf"<(?=[a-z/!?])(?!{_MEANINGLESS})", re.IGNORECASE)
# At the end of a word it is none, as in "Hotel:서울", "open_data:없음" and "Awww.귀엽다".
_BARE = r"(?<![a-z0-9])(?<![a-z0-9][_+.-])(?:www\.|(?:javascript|data|vbscript|mailto|tel):)"
# Lengths are bounded: an unbounded scheme would take quadratic time on a long word.
_LINK = re.compile(rf"(?:[a-z][a-z0-9+.-]{{0,30}}://|{_BARE})\S+|(?<!\S)//\S+", re.IGNORECASE)
_LINK_OPENING = re.compile(r"\]\(")
_GAPS = re.compile(r"[ \t]{2,}")
_HARMLESS = ((_OPENING, " "), (_ELEMENT_OPENING, "< "))
# What is left of a bracket without its link is looked at again.
_STEPS = ((_MARKED_LINK, r"\1 "), (_TAG, " "), *_HARMLESS, (_LINK_OPENING, "] ("), (_LINK, " "), *_HARMLESS)
_READ_TIMES = 4
"""Of more than this times the limit only the beginning is looked at."""


def make_spoken(text: str, limit: int) -> str:
    """Free a text of links, markup and unseen characters, and cut it to `limit` characters."""
    plain = _UNSEEN.sub("", make_plain(text[: _READ_TIMES * limit]))
    for pattern, rest in _STEPS:
        plain = pattern.sub(rest, plain)
    return shorten(_GAPS.sub(" ", plain).strip(), limit)
