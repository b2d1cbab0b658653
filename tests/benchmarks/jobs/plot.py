"""The table as a picture: one bar a row, wall seconds, as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _LEFT, _ROW = 760, 250, 26
_RIGHT = 90


def draw(title: str, bars: Sequence[tuple[str, float, str]]) -> str:
    """Draw bars.

    Args:
        title: one line.
        bars: a name, a length in any unit, and what stands behind it.

    Returns:
        An SVG document that a reader with a dark page can read, too.
    """
    longest = max(length for _, length, _ in bars)
    scale = (_WIDTH - _LEFT - _RIGHT) / longest
    height = _ROW * (len(bars) + 2)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif">',
        "<style>text { font-size: 13px }</style>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="{_ROW}" font-weight="bold" fill="#1f2933">{escape(title)}</text>',
    ]
    for number, (name, length, label) in enumerate(bars):
        top = _ROW * (number + 1) + 14
        middle = top + 13
        lines += [
            f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end" fill="#1f2933">{escape(name)}</text>',
            f'<rect x="{_LEFT}" y="{top}" width="{length * scale:.1f}" height="18" fill="#3e7cb1"/>',
            f'<text x="{_LEFT + length * scale + 6:.1f}" y="{middle}" fill="#1f2933">{escape(label)}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])
