"""Our way, as a program: one invocation of the handler.

Its input is the event; its last line says the seconds it took.
"""

from __future__ import annotations

import json
import sys
import time

import app
from bench.jobs.ending import tell_seconds
from tests.builders import Context


def main() -> None:
    """Handle the event, or fail: what is given back was not done."""
    event = json.load(sys.stdin)
    begun = time.perf_counter()
    answer = app.handler(event, Context((3600.0,)))  # type: ignore[arg-type] - the part of Lambda's context that is read
    seconds = time.perf_counter() - begun
    if answer["batchItemFailures"]:
        raise SystemExit(json.dumps(answer))
    tell_seconds(seconds)


if __name__ == "__main__":
    main()
