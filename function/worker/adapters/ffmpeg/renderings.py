"""How a video's pictures are converted for a standard screen, whatever their colour tags say."""

from __future__ import annotations

from dataclasses import dataclass

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
