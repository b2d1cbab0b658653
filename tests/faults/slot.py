"""A worker process, seen from outside: started again when it has died, as Lambda does."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

from tests.faults.fault import Deed
from tests.faults.killing import killed_somewhere, thaw
from tests.faults.launcher import HUNG, serve
from tests.faults.stores import LEASE_SECONDS

if TYPE_CHECKING:
    from tests.faults.trouble import Trouble

SECONDS_LEFT = 120.0
"""What a worker believes to have: as much as a job needs to be begun."""

_HUNG_SECONDS = 2.0
"""Long enough for a heartbeat of a worker that hangs."""

_THAWING = (LEASE_SECONDS + 0.2, LEASE_SECONDS + 2.0)
"""A frozen worker goes on after so many seconds: while its successor works, or when that is done."""

_LONGEST_SECONDS = 60.0
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["__main__", "tests.faults.warm"])


@dataclass(frozen=True)
class Answer:
    """How an invocation ended: what the handler returned, or why it did not; whether its fault hit; its memory."""

    returned: dict[str, Any] | None
    trouble: str = ""
    hit: bool = True
    megabytes: float = 0.0


@dataclass
class Slot:
    """Room for one worker at a time; a steady one is spared what would end it, so that its memory can be told."""

    folder: Path
    settings: Mapping[str, str]
    steady: bool = False
    _process: ForkServerProcess | None = None
    _line: Connection | None = None
    _running: Mapping[str, str] = field(default_factory=dict[str, str])

    def invoke(self, event: dict[str, Any], trouble: Trouble) -> Answer:
        """Hand an event to the worker."""
        line, process = self._worker({**self.settings, **trouble.settings})
        with killed_somewhere(process.pid or 0, trouble):
            with suppress(BrokenPipeError):  # it is dead already, which the answer says
                line.send((event, trouble.fault, SECONDS_LEFT))
            return self._await(line, process, trouble.deed)

    def end(self) -> None:
        """Kill the worker, whatever it does."""
        if self._process is not None and self._line is not None:
            self._process.kill()
            self._process.join()
            self._line.close()
            self._process = self._line = None

    def _worker(self, settings: Mapping[str, str]) -> tuple[Connection, ForkServerProcess]:
        if settings != self._running:
            self.end()
        if self._process is None or self._line is None:
            self._line, theirs = Pipe()
            self._process = _CONTEXT.Process(target=serve, args=(theirs, dict(settings), self.folder), daemon=True)
            self._process.start()
            theirs.close()
            self._running = settings
        return self._line, self._process

    def _await(self, line: Connection, process: ForkServerProcess, deed: Deed | None) -> Answer:
        thawing = Timer(random.uniform(*_THAWING), thaw, (process.pid,))  # noqa: S311 - a spread is wanted
        if deed is Deed.FREEZE:
            thawing.start()
        try:
            if not line.poll(_LONGEST_SECONDS):
                self.end()
                return Answer(None, "timeout")
            answer = line.recv()
            if answer == HUNG:
                time.sleep(_HUNG_SECONDS)
                self.end()
                return Answer(None, "timeout")
            returned, hit, megabytes = answer
        except (EOFError, ConnectionError):
            process.join()
            self.end()
            return Answer(None, f"exit {process.exitcode}")
        finally:
            thawing.cancel()
        return Answer(returned, "" if returned is not None else "raised", hit, megabytes)
