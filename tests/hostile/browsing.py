"""What a browser would make of a text that somebody puts into a page as it is."""

from __future__ import annotations

import re
from html.parser import HTMLParser

KNOWN = re.compile(
    "a|abbr|audio|b|base|big|body|br|button|details|dialog|div|em|embed|font|form|frame|h1|head|html|i|iframe|img|input"
    "|link|main|map|math|meta|object|option|p|s|script|section|select|slot|span|strike|style|svg|table|template"
    "|textarea|time|title|u|var|video"
)
HIDING = frozenset({"autofocus", "contenteditable", "hidden", "inert", "popover"})


class _Browser(HTMLParser):
    """Collects what has a meaning in HTML: known elements, values, attributes that hide, comments, ends."""

    def __init__(self) -> None:
        super().__init__()
        self.meant: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if KNOWN.fullmatch(tag) or any(value is not None or name in HIDING for name, value in attrs):
            self.meant.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.meant.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.meant.append(data)

    def handle_decl(self, decl: str) -> None:
        self.meant.append(decl)

    def handle_pi(self, data: str) -> None:
        self.meant.append(data)

    def unknown_decl(self, data: str) -> None:
        self.meant.append(data)


def list_markup(text: str) -> list[str]:
    """Everything in a text that HTML gives a meaning, which an unknown element without values does not have."""
    browser = _Browser()
    browser.feed(text)
    browser.close()
    return browser.meant
