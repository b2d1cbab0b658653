"""The clock of the sound, as filters: FFmpeg's output keeps the video's times, and no sound is dropped.

`aresample=async=1:first_pts=0` fills a late start and holes with silence, and drops sound that starts before the
previous sound ends: all of a second recording after a first one, because its clock restarts (measured). So times are
corrected first: sound that comes too early is put after the previous sound, and if the clock goes back by more than a
second, it continues from there.
"""

from __future__ import annotations

from worker.speech.audio import SAMPLE_RATE

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


def resample(options: str = "") -> str:
    """The track at 16 kHz on the video's clock; `options` are further options of `aresample`."""
    return f"{FORWARD},aresample={SAMPLE_RATE}:{options}async=1:first_pts=0"
