"""FFmpeg's filter graphs: from any audio to 16 kHz mono s16, on the video's clock, with no sound dropped.

`aresample=async=1:first_pts=0` fills a late start and holes with silence, and drops sound that starts before the
previous sound ends: all of a second recording after a first one, because its clock restarts (measured). So times are
corrected first: sound that comes too early is put after the previous sound, and if the clock goes back by more than a
second, it continues from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.speech.audio import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.adapters.ffmpeg.speech.chains import Chain

# Large frames: the muxer's frames of 1024 samples cost more in thread hand-overs than in arithmetic
# (measured: 1.9x the processor time).
_FRAME_SAMPLES = 16_384
# The sum is not divided by the number of its tracks, so that none gets fainter; a limiter reduces the peaks.
_LIMITER = "alimiter=limit=0.95:level=0:latency=1"

_SET_BACK = "SR"
"""Samples (a second). A clock that goes back further has restarted; a smaller lag is made up in a later hole."""

_TREMOR = "SR/20"
"""Samples (50 ms): rounding and jitter of times. `aresample` leaves less than 100 ms alone (FFmpeg's default)."""

FORWARD = (
    "asetpts='st(2, PTS+ld(1));"
    f"if(lt(ld(2), ld(0)-{_SET_BACK}), st(1, ld(0)-PTS); st(2, ld(0)));"
    f"if(gt(N,0)*lt(ld(2), ld(0)-{_TREMOR}), st(2, ld(0)));"
    f"st(0, S+if(eq(N,0)+gt(ld(2), ld(0)+{_TREMOR}), ld(2), ld(0)));"
    "ld(2)'"
)
"""Keeps the times of a track from going back.

Variables: 0 is the end of the sound so far, 1 how far the clock was set back so far, 2 the start of this frame. A
frame without a time follows the one before it: every comparison with its NaN is false.
"""


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
    source = (_resample(), "pan=mono|c0=c0") if left_only else (_resample("ochl=mono:"),)
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
    filters = ",".join((_resample(), *_list_filters(chain)))
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
    sources = [f"[0:a:{track}]{_resample('ochl=mono:')}[mono{track}];" for track in tracks]
    inputs = "".join(f"[mono{track}]" for track in tracks)
    filters = ",".join((f"amix=inputs={len(tracks)}:normalize=0", _LIMITER, *_list_filters(chain)))
    return f"{''.join(sources)}{inputs}{filters}[sound]"


def fork(filters: str, track: int) -> str:
    """Give the sound of a graph a second output, `[copy]`, with the same samples.

    Args:
        filters: a graph from above.
        track: index among the audio streams, where the graph does not name it.
    """
    graph = filters.removesuffix("[sound]") if filters.startswith("[") else f"[0:a:{track}]{filters}"
    return f"{graph},asplit[sound][copy]"


def _resample(options: str = "") -> str:
    """The track at 16 kHz on the video's clock; `options` are further options of `aresample`."""
    return f"{FORWARD},aresample={SAMPLE_RATE}:{options}async=1:first_pts=0"


def _list_filters(chain: Chain) -> tuple[str, ...]:
    """The chain's filters, and those that measure and write its sound."""
    return (*chain.filters, "volumedetect", "aformat=sample_fmts=s16")
