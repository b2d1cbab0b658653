"""The clock of the sound, as filters: what FFmpeg sends stands where the video has it, and nothing is thrown away.

`aresample=async=1:first_pts=0` fills a late start and holes with silence, and throws away what comes earlier than the
sound before it ends: all of a second recording behind a first one, whose clock starts anew (measured). So times are
looked at before: sound that comes too early is put behind what was there, and where the clock goes back by more than a
second, the clock goes on from there.
"""

from __future__ import annotations

from worker.speech.audio import SAMPLE_RATE

_SET_BACK = "SR"
"""Samples (a second). A clock that goes back further was started anew; sound behind it by less catches up in a hole."""

_TREMOR = "SR/20"
"""Samples (50 ms): times that are rounded or jitter. `aresample` leaves less than 100 ms alone (FFmpeg's default)."""

FORWARD = (
    "asetpts='st(2, PTS+ld(1));"
    f"if(lt(ld(2), ld(0)-{_SET_BACK}), st(1, ld(0)-PTS); st(2, ld(0)));"
    f"if(gt(N,0)*lt(ld(2), ld(0)-{_TREMOR}), st(2, ld(0)));"
    f"st(0, S+if(eq(N,0)+gt(ld(2), ld(0)+{_TREMOR}), ld(2), ld(0)));"
    "ld(2)'"
)
"""Keeps the times of a track from going back.

Its variables: 0 is where the sound so far ends, 1 what the clock was set back by so far, 2 where this frame begins. A
frame without a time follows the one before it: every comparison with its NaN is false.
"""


def resample(options: str = "") -> str:
    """The track at 16 kHz on the video's clock; `options` are more of `aresample`'s."""
    return f"{FORWARD},aresample={SAMPLE_RATE}:{options}async=1:first_pts=0"
