"""Running a stand-in as a program of its own."""

import argparse
import signal
from typing import NoReturn

from local.standins.server import StandIn


def arguments(description: str) -> argparse.ArgumentParser:
    """The options every stand-in has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    return parser


def serve(stand_in: StandIn) -> None:
    """Serve until SIGINT or SIGTERM; prints the address first."""
    signal.signal(signal.SIGTERM, _stop)
    with stand_in:
        print(f"{type(stand_in).__name__} at {stand_in.url}", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            return


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
