"""Files that are not whole."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.media.clips import bursts, container, fragmented, indexed_fragments, sound
from tests.media.oddities import unmeasured
from tests.media.store import make, write

if TYPE_CHECKING:
    from pathlib import Path


def first_half(video: Path) -> Path:
    """The first half of a file's bytes, as after a broken upload."""
    content = video.read_bytes()
    return write(f"half{video.suffix}", content[: len(content) // 2])


def truncated_faststart() -> Path:
    """An MP4 whose index is complete and whose second half is missing."""
    return first_half(bursts())


def truncated_matroska() -> Path:
    """A Matroska file that ends in the middle of what its head declares."""
    return first_half(container("mkv"))


def truncated_fragments() -> Path:
    """An MP4 in fragments whose list of them is complete and whose second half is missing."""
    return first_half(indexed_fragments())


def truncated_in_a_fragment(share: float) -> Path:
    """An MP4 in fragments, cut off amid one of them; its head declares no more than the first ones."""
    content = fragmented().read_bytes()
    return write("amid.mp4", content[: int(share * len(content))])


def truncated_unmeasured() -> Path:
    """A WebM that declares no length, cut off amid a packet."""
    return first_half(unmeasured())


def truncated_index_at_end() -> Path:
    """An MP4 with its index at the end, and the end missing: nothing can be read."""
    return first_half(make("tail.mp4", ("-i", str(bursts()), "-c", "copy")))


def damaged_sound() -> Path:
    """Every fourth sound packet is noise."""
    return make("noise.mkv", ("-i", str(bursts()), "-c", "copy", "-bsf:a", "noise=amount='if(mod(n,4),-1,3)'"))


def garbage() -> Path:
    """Bytes without a meaning."""
    return write("garbage.mp4", random.Random(7).randbytes(200_000))  # noqa: S311 - any bytes will do


def empty() -> Path:
    """No bytes."""
    return write("empty.mp4", b"")


def unknown_length() -> Path:
    """FLAC whose head declares no number of samples, as an encoder leaves it on a pipe."""
    content = bytearray(make("known.flac", sound(20.0)).read_bytes())
    content[21] &= 0xF0  # STREAMINFO's 36-bit sample count (RFC 9639, section 8.2) ends 18 bytes into the block
    content[22:26] = bytes(4)
    return write("unknown.flac", bytes(content))


def declared_a_day() -> Path:
    """WAV of 2 s whose head declares far more data."""
    content = bytearray(make("plain.wav", ("-f", "lavfi", "-i", "sine=r=8000:d=2", "-bitexact")).read_bytes())
    content[40:44] = (8000 * 2 * 86_400).to_bytes(4, "little")
    return write("day.wav", bytes(content))
