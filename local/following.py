"""Follows the only delivery of a demo's job, from the queue to the end of its invocation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.problem import ProblemError
from local.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.invocation import Invocation
    from local.programs import Program
    from local.relay import Relay

DELIVERY_SECONDS = 60
"""The emulated queue delivers within a second; a busy machine takes longer."""


class LostJobError(ProblemError):
    """The job ended without the outcome that was waited for; the message says how."""


def follow(
    name: str, relay: Relay, function: Program, look: Callable[[], object], seconds: float = DELIVERY_SECONDS
) -> Invocation | None:
    """Wait until the delivery about a job is over, or the runtime is.

    Args:
        name: The job's id, or the key of its video.
        relay: The way into the function.
        function: The function's program.
        look: Called again and again meanwhile, and once afterwards: it shows what is new.
        seconds: How long the queue may take to deliver, and an invocation to be noted after the function's own time.

    Returns:
        How the invocation went; None where the runtime ended.

    Raises:
        OverdueError: The queue did not deliver, or the function did not end, in time.
    """

    def is_over() -> bool:
        look()
        return relay.find(name) is not None or not function.running

    def has_begun() -> bool:
        return is_over() or relay.has_received(name)

    wait_for(has_begun, seconds, f"The emulated queue delivered no message about {name} within {seconds:.0f} s.")
    most = relay.seconds + seconds
    wait_for(is_over, most, f"The function was still at {name} after {most:.0f} s.")
    look()
    return relay.find(name)
