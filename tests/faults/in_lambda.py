"""The launcher as a handler of AWS's own Lambda runtime: the fault travels with the event."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.faults.fault import Deed, Fault, Point, Side
from tests.faults.launcher import make_handler, run
from tests.faults.trap import Trap

if TYPE_CHECKING:
    from tests.faults.naive import Handler

SECONDS_LEFT = 120.0
"""What a job believes to have, while the runtime ends it much sooner."""


def handler(event: dict[str, Any], _context: object) -> Any:
    """Handle one event."""
    trap, inner = _start()
    given = event.pop("fault", None)
    fault = Fault(Point(given["point"]), Side(given["side"]), Deed(given["deed"]), given["nth"]) if given else None
    return run(inner, event, trap, fault, SECONDS_LEFT)


@cache
def _start() -> tuple[Trap, Handler]:
    trap = Trap()
    return trap, make_handler(os.environ, trap)
