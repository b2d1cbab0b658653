"""Draw the way of a video through clipscribe, for the README: python3 scripts/draw_flow.py > docs/flow.svg."""

# ruff: noqa: INP001 - a program, no package
from __future__ import annotations

import sys
from dataclasses import dataclass
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT = 990, 290
_STYLE = (
    "text { font: 13px sans-serif; fill: #1f2933; text-anchor: middle } .small { font-size: 11px; fill: #52606d }"
    " .box { fill: #e3eefa; stroke: #6ba3d6 } .frame { fill: #f5f7fa; stroke: #9aa5b1 }"
    " .arrow { fill: none; stroke: #12304d; stroke-width: 1.5; marker-end: url(#head) } .rare { stroke-dasharray: 5 4 }"
)
_HEAD = (
    '<marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0 8 4 0 8z" fill="#12304d"/></marker>'
)


@dataclass(frozen=True)
class Box:
    """A box of 50 pixels' height with a name and a line below it."""

    left: int
    top: int
    width: int
    name: str
    note: str = ""

    def draw(self) -> str:
        """Its SVG elements."""
        middle = self.left + self.width // 2
        lines = [f'<rect class="box" x="{self.left}" y="{self.top}" width="{self.width}" height="50" rx="6"/>']
        lines.append(_write(middle, self.top + (22 if self.note else 30), self.name))
        if self.note:
            lines.append(_write(middle, self.top + 39, self.note, "small"))
        return "\n".join(lines)


BOXES = (
    Box(15, 70, 125, "upload", "videos/123/9.mp4"),
    Box(170, 70, 60, "S3"),
    Box(260, 70, 80, "SQS", "queue"),
    Box(390, 70, 95, "read", "S3, in ranges"),
    Box(510, 70, 95, "FFmpeg", "16 kHz mono"),
    Box(630, 70, 95, "CLOVA", "transcript"),
    Box(750, 70, 95, "Claude", "summary"),
    Box(870, 70, 90, "store", "result"),
    Box(215, 215, 170, "dead-letter queue", "for people"),
    Box(540, 215, 190, "results/123/9.json", "with 9.srt and 9.vtt"),
    Box(800, 215, 175, "your backend", "DONE or FAILED"),
)
ARROWS = (
    *("M140 95H170", "M230 95H260", "M340 95H390", "M485 95H510", "M605 95H630", "M725 95H750", "M845 95H870"),
    *("M890 120V180H635V215", "M930 120V215"),
)
LAST_ATTEMPT = "M300 120V215"


def draw() -> str:
    """The whole picture; its background is white on any page."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        "<title>An upload goes through S3, SQS and one Lambda container to a result and a callback</title>",
        f"<style>{_STYLE}</style>",
        f"<defs>{_HEAD}</defs>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        '<rect class="frame" x="375" y="25" width="600" height="120" rx="8"/>',
        _write(675, 50, "one Lambda container; calls overlap with decoding"),
        *(box.draw() for box in BOXES),
        *(f'<path class="arrow" d="{way}"/>' for way in ARROWS),
        f'<path class="arrow rare" d="{LAST_ATTEMPT}"/>',
        _write(345, 172, "last attempt", "small"),
        _write(845, 202, "POST .../9/complete", "small"),
    ]
    return "\n".join([*lines, "</svg>", ""])


def _write(x: int, y: int, text: str, kind: str = "") -> str:
    attribute = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{attribute}>{escape(text)}</text>'


if __name__ == "__main__":
    sys.stdout.write(draw())
