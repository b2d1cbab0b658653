"""Where to cut a recording into clips that CLOVA takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.domain.media import SAMPLE_RATE
from worker.stages.levels import FRAME_SAMPLES

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 55 * SAMPLE_RATE
"""Samples. CSR's limit is 60 s, and a cut that trusts a container's clock passes it (docs/sources.md, CLOVA)."""

SHORTEST = SAMPLE_RATE
"""Samples. CSR refuses clips of about 0.4 s (STT007); a second is safe."""

_SEARCH = 20 * SAMPLE_RATE
"""A cut is looked for in the last 20 s of a clip, so that clips stay long: every call is billed in units of 15 s."""

_CALM_FRAMES = 5
"""A cut needs 0.1 s of quiet around it; a shorter gap lies inside a consonant."""


def plan_clips(levels: Sequence[float], samples: int) -> list[tuple[int, int]]:
    """Cut at the quietest points, whatever the level there: music has no silence.

    Args:
        levels: mean square of each 20 ms frame.
        samples: length of the recording.

    Returns:
        Ranges of samples, first inclusive and last exclusive, in order, that cover the recording exactly. None is
        longer than 55 s, none shorter than 1 s unless the recording is.
    """
    cuts = [0]
    while samples - cuts[-1] > LONGEST:
        latest = min(cuts[-1] + LONGEST, samples - SHORTEST)
        cuts.append(_quietest(levels, latest - _SEARCH, latest))
    return list(zip(cuts, [*cuts[1:], samples], strict=True))


def _quietest(levels: Sequence[float], earliest: int, latest: int) -> int:
    """The frame border between two samples with the least power around it; the latest of equals."""
    first = earliest // FRAME_SAMPLES + _CALM_FRAMES
    last = latest // FRAME_SAMPLES

    def power(border: int) -> float:
        return sum(levels[border - _CALM_FRAMES : border + _CALM_FRAMES])

    return min(range(last, first, -1), key=power) * FRAME_SAMPLES
