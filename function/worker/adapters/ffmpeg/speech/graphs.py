"""FFmpeg's filter graphs: from any audio to 16 kHz mono s16, on the video's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.speech.clock import resample
from worker.speech.audio import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.adapters.ffmpeg.speech.chains import Chain

# Large frames: the muxer's frames of 1024 samples cost more in thread hand-overs than in arithmetic
# (measured: 1.9x the processor time).
_FRAME_SAMPLES = 16_384
# The sum is not divided by the number of its tracks, so that none gets fainter; a limiter reduces the peaks.
_LIMITER = "alimiter=limit=0.95:level=0:latency=1"


def render(chain: Chain, *, left_only: bool = False) -> str:
    """Write a filter graph from any audio to 16 kHz mono s16.

    Resampling comes first: the filters then process a sixth of the samples, and the whole command takes at most a third
    of the processor time of the specification's order (measured). The frame size comes last and never directly after
    afftdn, where it lowers the first second by 12 dB (measured on four builds).

    Args:
        chain: the filters between.
        left_only: take the left channel instead of the mix.

    Returns:
        The value of `-af`.
    """
    source = (resample(), "pan=mono|c0=c0") if left_only else (resample("ochl=mono:"),)
    return ",".join((*source, *_list_filters(chain), f"asetnsamples=n={_FRAME_SAMPLES}:p=0"))


def render_changing(chain: Chain, track: int = 0, *, left_only: bool = False) -> str:
    """Write the same for a track that changes its rate or channels midway.

    FFmpeg then rebuilds the graph, and an `aresample` in it pads from 0 a second time (measured). So one graph gives
    16 kHz mono, and a second one, which sees no change, keeps the clock. Its frames stay small, because FFmpeg does not
    flush it at the end, and loses the rest of a frame (measured).

    Args:
        chain: the filters between.
        track: index among the audio streams.
        left_only: take the left channel instead of the mix.

    Returns:
        Two graphs with named outputs, one per line.
    """
    source = f"aresample={SAMPLE_RATE}" + (",pan=mono|c0=c0" if left_only else ":ochl=mono")
    filters = ",".join((resample(), *_list_filters(chain)))
    return f"[0:a:{track}]{source}[steady]\n[steady]{filters}[sound]"


def render_mix(chain: Chain, tracks: Sequence[int]) -> str:
    """Write the same for several tracks at once.

    One graph, because the second of two in a row ends with the shortest track (measured).

    Args:
        chain: the filters after the mix.
        tracks: indexes among the audio streams.

    Returns:
        A graph with named outputs.
    """
    sources = [f"[0:a:{track}]{resample('ochl=mono:')}[mono{track}];" for track in tracks]
    inputs = "".join(f"[mono{track}]" for track in tracks)
    filters = ",".join((f"amix=inputs={len(tracks)}:normalize=0", _LIMITER, *_list_filters(chain)))
    return f"{''.join(sources)}{inputs}{filters}[sound]"


def _list_filters(chain: Chain) -> tuple[str, ...]:
    """The chain's filters, and those that measure and write its sound."""
    return (*chain.filters, "volumedetect", "aformat=sample_fmts=s16")
