"""The table as a picture: one bar a row, as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.jobs.board import Row

_WIDTH, _LEFT, _RIGHT, _LINE = 800, 250, 150, 26
_TITLE = "Seconds from the upload to the callback; the dark line is the bound of the schedule"
_STYLE = "text { font: 13px sans-serif; fill: #1f2933 } .bar { fill: #6ba3d6 } .bound { fill: #12304d }"


def draw(rows: Sequence[Row]) -> str:
    """Draw the wall time of each row, and its bound where that is known; the background is white on any page."""
    scale = (_WIDTH - _LEFT - _RIGHT) / max(row.run.wall for row in rows)
    height = _LINE * (len(rows) + 2)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}">',
        f"<style>{_STYLE}</style>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="{_LINE}">{_TITLE}</text>',
    ]
    for number, row in enumerate(rows, start=1):
        lines += _draw_row(row, _LINE * number + 14, scale)
    return "\n".join([*lines, "</svg>", ""])


def _draw_row(row: Row, top: int, scale: float) -> list[str]:
    end, middle = _LEFT + row.run.wall * scale, top + 14
    lines = [
        f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end">{escape(row.name)}</text>',
        f'<rect class="bar" x="{_LEFT}" y="{top}" width="{end - _LEFT:.1f}" height="18"/>',
        f'<text x="{end + 8:.1f}" y="{middle}">{row.run.wall:.1f} s, {row.run.memory:.0f} MB</text>',
    ]
    if row.bound:
        lines.append(f'<rect class="bound" x="{_LEFT + row.bound * scale - 1.5:.1f}" y="{top}" width="3" height="18"/>')
    return lines
