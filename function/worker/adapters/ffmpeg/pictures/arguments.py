"""FFmpeg's command lines for one picture of a video, in the colours of a standard screen, with any tags."""

from __future__ import annotations

from dataclasses import dataclass

from worker.adapters.ffmpeg.arguments import LOGGING, input_arguments

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

_TAG_WRITERS = {"h264": "h264_metadata", "hevc": "hevc_metadata", "mpeg2video": "mpeg2_metadata"}
_HD_WRITERS = {"vp9": "vp9_metadata=color_space=bt709", "prores": "prores_metadata=colorspace=bt709"}
_HD = "matrix_coefficients=1:colour_primaries=1:transfer_characteristics=1"
_WIDE = "matrix_coefficients=9"
"""BT.709, and BT.2020 with the tagged transfer function, in the numbers of ITU-T H.273."""

_HD_CONTAINER = ("-colorspace:V", "bt709", "-color_primaries:V", "bt709", "-color_trc:V", "bt709")
"""Replaces a container's tags, for codecs without tags in their pictures."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """Whether to tone-map from HDR, and the input options that overwrite the colour tags."""

    tone_map: bool
    retag: tuple[str, ...] = ()


def plan_renderings(codec: str, *, hdr: bool) -> tuple[Rendering, ...]:
    """List the renderings to try in order: as the video is tagged, then with tags that every filter accepts.

    FFmpeg's filters reject reserved matrices, YCgCo, ICtCp and constant luminance, among others, and then give no
    picture (measured over all values of matrix, primaries and transfer). Doubtful colours are taken as BT.709.

    Args:
        codec: FFmpeg's name of the codec.
        hdr: whether the pictures need tone mapping.
    """
    usual = (Rendering(tone_map=False), Rendering(tone_map=False, retag=_retag(codec, _HD)))
    mapped = (Rendering(tone_map=True), Rendering(tone_map=True, retag=_retag(codec, _WIDE)))
    return (*mapped, *usual) if hdr else usual


def _retag(codec: str, tags: str) -> tuple[str, ...]:
    writer = _TAG_WRITERS.get(codec)
    written = f"{writer}={tags}" if writer else _HD_WRITERS.get(codec)
    return ("-bsf:V", written) if written else _HD_CONTAINER


def picture_arguments(address: str, moment: float, rendering: Rendering) -> tuple[str, ...]:
    """Write one picture as JPEG to standard output: upright, with square pixels. FFmpeg rotates it by itself.

    Args:
        address: where the video is, from `inputs`.
        moment: seconds from the beginning; the first picture from then on is taken.
        rendering: from `plan_renderings`.

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
        *input_arguments(address),
        *("-filter_threads", "1"),
        *("-map", "0:V:0", "-an", "-sn", "-dn"),
        *("-frames:v", "1", "-vf", ",".join(chain)),
        *("-c:v", "mjpeg", "-q:v", "3", "-threads", "1", "-f", "image2pipe", "pipe:1"),
    )


def packet_arguments(address: str) -> tuple[str, ...]:
    """List when the packets of a video end, for a container that does not say; decode nothing."""
    streams = ("-map", "0:a?", "-map", "0:V?", "-c", "copy")
    return (*LOGGING, "-hide_banner", *input_arguments(address), *streams, "-f", "framecrc", "pipe:1")
