"""FFmpeg's command lines for one picture of a video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.arguments import LOGGING, open_input

if TYPE_CHECKING:
    from worker.adapters.ffmpeg.renderings import Rendering

LONGEST_SIDE = 1280
"""Pixels; a smaller video keeps its size."""

_SPARE_SECONDS = 10.0
"""Seconds to read beyond the moment: a track without a picture by then has ended, and the rest need not be read."""

_SQUARE_PIXELS = "scale=w=iw*sar:h=ih,setsar=1"
_FIT = (
    f"scale=w='min({LONGEST_SIDE},iw)':h='min({LONGEST_SIDE},ih)'"
    ":force_original_aspect_ratio=decrease:force_divisible_by=2"
)
# From the brightness of PQ or HLG to that of a standard screen; without this a picture is grey.
_TONE_MAP = (
    "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=pc"
)


def take_picture(address: str, moment: float, rendering: Rendering) -> tuple[str, ...]:
    """Write one picture as JPEG to standard output: upright, with square pixels. FFmpeg rotates it by itself.

    Args:
        address: where the video is, from `inputs`.
        moment: seconds from the beginning; the first picture from then on is taken.
        rendering: from `renderings`.

    Returns:
        The arguments after the program's name.
    """
    wanted = f"select='gte(t,{moment:.3f})'"
    chain = (wanted, _SQUARE_PIXELS, _FIT, *((_TONE_MAP,) if rendering.tone_map else ()), "format=yuvj420p")
    return (
        *LOGGING,
        "-hide_banner",
        *("-t", f"{moment + _SPARE_SECONDS:.3f}"),
        *rendering.retag,
        *open_input(address),
        *("-filter_threads", "1"),
        *("-map", "0:V:0", "-an", "-sn", "-dn"),
        *("-frames:v", "1", "-vf", ",".join(chain)),
        *("-c:v", "mjpeg", "-q:v", "3", "-threads", "1", "-f", "image2pipe", "pipe:1"),
    )


def list_packets(address: str) -> tuple[str, ...]:
    """List when the packets of a video end, for a container that does not say; decode nothing."""
    streams = ("-map", "0:a?", "-map", "0:V?", "-c", "copy")
    return (*LOGGING, "-hide_banner", *open_input(address), *streams, "-f", "framecrc", "pipe:1")
