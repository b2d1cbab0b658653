"""How long a message waits for its next attempt."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from worker.jobs.errors import Handling, JobError

if TYPE_CHECKING:
    from collections.abc import Callable


LONGEST_SECONDS = 900
"""15 minutes (docs/sources.md, Lambda and SQS)."""

_MOST_DOUBLINGS = 1000
"""Enough for every allowed base to reach the longest delay; a float still holds 2 to this power."""

CONFIGURATION_FACTOR = 10
"""A person has to act: at the default base of 30 s this makes 5 minutes, doubling up to 15."""


def retry_delay(
    error: JobError, receive_count: int, base: float, uniform: Callable[[float, float], float] = random.uniform
) -> int:
    """Choose how long a failed delivery is hidden.

    Args:
        error: why it failed; its Retry-After is honoured up to the longest delay.
        receive_count: which receive this was, from 1.
        base: first delay in seconds (`RETRY_BASE_SECONDS`), doubled with each receive.
        uniform: source of jitter.

    Returns:
        Whole seconds, between the base (ten times it for a configuration failure) and 15 minutes.
    """
    first = base * CONFIGURATION_FACTOR if error.handling is Handling.CONFIGURATION else base
    exponential = min(first * 2 ** min(receive_count - 1, _MOST_DOUBLINGS), LONGEST_SECONDS)
    jittered = uniform(exponential, exponential * 1.25)
    return round(min(max(jittered, error.retry_after or 0), LONGEST_SECONDS))
