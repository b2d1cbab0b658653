"""The plumbing the three stand-ins share: a loopback server that reads a request, checks it, and plays the script."""

import socket
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import ThreadingHTTPServer
from threading import Condition, Event, Thread
from typing import Self

from local.standins.faults import Fault, Ok
from local.standins.handler import Handler
from local.standins.line import Line
from local.standins.wire import Reply, Request


class StandIn(ABC):
    """One service on loopback, as a context manager.

    A request that breaks the service's contract always gets the contract's own answer and uses up no line of the
    script: a test cannot turn green on a malformed request because the script happened to answer 200.

    Attributes:
        refusals: What was wrong with each refused request, in order: code and sentence.
        most_at_once: The most requests that were being answered at the same moment.
        most_bytes_read: Of one body: more than the service takes, so that its own limit is the one that answers.
    """

    most_bytes_read = 64 * 1024 * 1024

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Bind at once, so that `url` is known before the first request; port 0 takes a free one."""
        self.refusals: list[str] = []
        self.most_at_once = 0
        self._script: Iterator[Fault] = iter(())
        self._turn = Condition()
        self._at_once = 0
        self.closing = Event()
        self._open: set[socket.socket] = set()
        self._server = ThreadingHTTPServer((host, port), partial(Handler, self))
        self.url = f"http://{host}:{self._server.server_port}"

    @property
    def script(self) -> Iterator[Fault]:
        """What is left of the script; set any iterable of faults, `itertools.repeat(fault)` for one that stays."""
        return self._script

    @script.setter
    def script(self, faults: Iterable[Fault]) -> None:
        self._script = iter(faults)

    @abstractmethod
    def examine(self, request: Request) -> Reply | None:
        """Record the call; the contract's error reply if the request breaks the contract, else None."""

    @abstractmethod
    def answer(self, request: Request) -> Reply:
        """Carry out a request that passed `examine`."""

    @abstractmethod
    def error(self, status: int, code: str, message: str) -> Reply:
        """An error in the service's own JSON; empty code or message: what the service sends with that status."""

    def refuse(self, status: int, code: str, message: str = "") -> Reply:
        """The error reply to a request that breaks the contract, kept in `refusals`."""
        reply = self.error(status, code, message)
        self.refusals.append(f"{code or status}: {message}")
        return reply

    def attend(self, line: Line, request: Request) -> None:
        """Answer one request as the contract and the script say."""
        with self._counted():
            refused = self.examine(request)
            if refused is not None:
                line.send(refused)
                return
            with self._turn:
                fault = self.choose(request)
            fault.play(line, lambda: self.answer(request))

    def choose(self, _request: Request) -> Fault:
        """What to do with a request: the script's next line, whoever asks."""
        return next(self._script, Ok())

    @contextmanager
    def _counted(self) -> Generator[None]:
        with self._turn:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield
        finally:
            with self._turn:
                self._at_once -= 1

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.01,), name=type(self).__name__, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._hang_up()
        self._server.server_close()

    def opened(self, connection: socket.socket) -> None:
        """Note a connection, so that stopping does not wait for a client that keeps one alive."""
        with self._turn:
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        """Its thread is done with it."""
        with self._turn:
            self._open.discard(connection)
            self._turn.notify_all()

    def _hang_up(self) -> None:
        with self._turn:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self._turn.wait_for(lambda: not self._open, timeout=5)
