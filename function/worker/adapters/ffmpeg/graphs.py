"""FFmpeg's filter graphs: from any audio to 16 kHz mono s16, on the video's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.clock import resample
from worker.domain.media import SAMPLE_RATE

if TYPE_CHECKING:
    from worker.adapters.ffmpeg.chains import Chain

# Runs about: the muxer's frames of 1024 samples cost more in thread hand-overs than in arithmetic
# (measured: 1.9x the processor time).
_FRAME_SAMPLES = 16_384
PARTING = ";;"
"""Between two graphs."""


def render(chain: Chain, *, left_only: bool = False) -> str:
    """Write a filter graph from any audio to 16 kHz mono s16.

    Resampling comes first: the filters then see a sixth of the samples, and the whole command takes at most a third of
    the processor time of one in the order of the specification (measured). The frame size comes last and never straight
    behind afftdn, where it crushes the first second by 12 dB (measured on four builds).

    Args:
        chain: the filters between.
        left_only: take the left channel instead of the mix.

    Returns:
        The value of `-af`.
    """
    source = (resample(), "pan=mono|c0=c0") if left_only else (resample("ochl=mono:"),)
    return ",".join((*source, *_list_filters(chain), f"asetnsamples=n={_FRAME_SAMPLES}:p=0"))


def render_changing(chain: Chain, *, left_only: bool = False) -> str:
    """Write the same for a track that changes its rate or channels on the way.

    FFmpeg then builds the graph anew, and an `aresample` in it pads from 0 a second time (measured). So one graph gives
    16 kHz mono, and a second one, which sees no change, keeps the clock. Frames stay small in it: FFmpeg does not empty
    it at the end, and loses what is left of a frame (measured).

    Args:
        chain: the filters between.
        left_only: take the left channel instead of the mix.

    Returns:
        The two graphs, with `PARTING` between.
    """
    source = f"aresample={SAMPLE_RATE}" + (",pan=mono|c0=c0" if left_only else ":ochl=mono")
    return f"{source}{PARTING}{','.join((resample(), *_list_filters(chain)))}"


def _list_filters(chain: Chain) -> tuple[str, ...]:
    """The chain's own, and what measures and writes its sound."""
    return (*chain.filters, "volumedetect", "aformat=sample_fmts=s16")
