"""How the pictures of a video become one for a usual screen, whatever their colour tags say."""

from __future__ import annotations

from dataclasses import dataclass

_TAG_WRITERS = {"h264": "h264_metadata", "hevc": "hevc_metadata", "mpeg2video": "mpeg2_metadata"}
_HD_WRITERS = {"vp9": "vp9_metadata=color_space=bt709", "prores": "prores_metadata=colorspace=bt709"}
_HD = "matrix_coefficients=1:colour_primaries=1:transfer_characteristics=1"
_WIDE = "matrix_coefficients=9"
"""BT.709, and BT.2020 with the light as it is tagged, in the numbers of ITU-T H.273."""

_HD_CONTAINER = ("-colorspace:V", "bt709", "-color_primaries:V", "bt709", "-color_trc:V", "bt709")
"""In place of a container's tags, for codecs whose pictures have none of their own."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """Whether light is mapped from HDR, and the input options that write over the colour tags."""

    tone_map: bool
    retag: tuple[str, ...] = ()


def plan_renderings(codec: str, *, hdr: bool) -> tuple[Rendering, ...]:
    """Say in which order to try: as the video is tagged, then with tags that every filter takes.

    FFmpeg's filters take no reserved matrix, no YCgCo, no ICtCp and no constant luminance, among others, and there is
    no picture then (measured over all values of matrix, primaries and transfer). A doubtful colour is one of BT.709.

    Args:
        codec: FFmpeg's name of it.
        hdr: whether the pictures need tone mapping.
    """
    usual = (Rendering(tone_map=False), Rendering(tone_map=False, retag=_retag(codec, _HD)))
    mapped = (Rendering(tone_map=True), Rendering(tone_map=True, retag=_retag(codec, _WIDE)))
    return (*mapped, *usual) if hdr else usual


def _retag(codec: str, tags: str) -> tuple[str, ...]:
    writer = _TAG_WRITERS.get(codec)
    written = f"{writer}={tags}" if writer else _HD_WRITERS.get(codec)
    return ("-bsf:V", written) if written else _HD_CONTAINER
