"""Whether bytes are a whole JPEG, and how large its picture is (ISO/IEC 10918-1, annex B)."""

from __future__ import annotations

from worker.video.facts import Picture

_START, _END = b"\xff\xd8", b"\xff\xd9"
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_SEGMENT = 0xFF


def read_jpeg(data: bytes) -> Picture | None:
    """Read the size of a JPEG.

    Args:
        data: what a program wrote, perhaps nothing or half a file.

    Returns:
        The picture, or None if this is not a whole JPEG.
    """
    if not (data.startswith(_START) and data.endswith(_END)):
        return None
    place = len(_START)
    while place + 9 <= len(data) and data[place] == _SEGMENT:
        if data[place + 1] in _FRAMES:
            height, width = (int.from_bytes(data[at : at + 2], "big") for at in (place + 5, place + 7))
            return Picture(data, width, height) if width and height else None
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return None
