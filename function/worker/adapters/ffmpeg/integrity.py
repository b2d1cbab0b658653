"""How much of the declared audio arrived. FFmpeg ends with 0 on half a file, even with `-xerror` (measured)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.adapters.ffmpeg.packets import PacketClock
    from worker.adapters.ffmpeg.report import Decoding

ENOUGH = 0.98
"""Share of the expected seconds that counts as all of them (docs/sources.md, FFmpeg: under 98 % is partial)."""

CODEC_SECONDS = 0.1
"""What codecs may drop at either end of a whole track (measured: up to 0.07 s); over 2 % of a short track."""

TOLERATED_DAMAGE = 0.05
"""Share of bad packets that is still a whole track (docs/sources.md, FFmpeg: over 5 % is partial)."""

GRACE_SECONDS = 1.0
"""How far a video may exceed the limit: encoders pad, and a video of 60 s declares 60.02."""


def find_missing(heard: float, declared: float | None, look: Callable[[], PacketClock]) -> str | None:
    """Compare the decoded length with what the file promises.

    A whole track may end before its video does, so for a short track we list the packets. If the file's last packet of
    any kind is as late as the container declares, the file is whole, and we expect the track to end with its own last
    packet. Otherwise the file is cut off, and we expect the declared length.

    Args:
        heard: decoded seconds.
        declared: the container's length, if it has one.
        look: lists the packets; called only when `heard` falls short.

    Returns:
        A sentence on what is missing, or None.
    """
    if declared is None or _is_enough(heard, declared):
        return None
    packets = look()
    expected = min(declared, packets.audio_end) if packets.file_end >= ENOUGH * declared else declared
    if heard >= ENOUGH * expected:
        return None
    return f"Only {heard:.1f} of {expected:.1f} s of audio could be decoded."


def settle_length(declared: float | None, heard: float, look: Callable[[], PacketClock]) -> float | None:
    """The length of sound and pictures, where subtitles that end after both may count in the declared length.

    Args:
        declared: the container's length, if it has one.
        heard: decoded seconds.
        look: lists the packets; called only when `heard` falls short.

    Returns:
        Seconds; the declared length if the file is cut off.
    """
    if declared is None or _is_enough(heard, declared):
        return declared
    packets = look()
    return packets.shown_end if packets.file_end >= ENOUGH * declared else declared


def _is_enough(seconds: float, expected: float) -> bool:
    return seconds >= min(ENOUGH * expected, expected - CODEC_SECONDS)


def find_unread(decoding: Decoding, size: int | None) -> str | None:
    """Report if FFmpeg did not reach a proper end of the file, or stopped before it.

    Args:
        decoding: the totals.
        size: the file's bytes; None if FFmpeg need not read all of them.
    """
    if decoding.broken_off:
        return "The file breaks off or goes on with something else; no sound behind that place could be decoded."
    if size is None or decoding.read is None or decoding.read >= ENOUGH * size:
        return None
    return f"Only {decoding.read} of {size} bytes of the file belong to the recording that could be decoded."


def find_damage(decoding: Decoding) -> str | None:
    """Report if more than the tolerated share of the packets could not be decoded."""
    if decoding.bad_packets <= TOLERATED_DAMAGE * decoding.packets:
        return None
    return f"{decoding.bad_packets} of {decoding.packets} audio packets were damaged."
