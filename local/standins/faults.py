"""What can go wrong on a wire, one frozen value a fault, for a stand-in's `script`.

Every fault but `Status`, `Redirect`, `Raw`, `Html200`, `WrongJson`, `CutConnection` and `NoAnswer` carries the request
out first, as a real service does when only the way back is broken: CLOVA has heard it, the backend has accepted it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from local.standins.line import Line
from local.standins.wire import Reply, json_reply

Answer = Callable[[], Reply]


class Fault(Protocol):
    """One line of a script."""

    def play(self, line: Line, answer: Answer, /) -> None:
        """Answer the request on `line`; calling `answer` carries it out and gives the ordinary reply."""
        ...


@dataclass(frozen=True)
class Ok:
    """The ordinary answer."""

    def play(self, line: Line, answer: Answer, /) -> None:
        """Send it."""
        line.send(answer())


@dataclass(frozen=True)
class Status:
    """An error in the service's own words: `Status(500, "STT999")`, `Status(429, headers={"retry-after": "65"})`.

    An empty code or message is filled with what the service sends with that status.
    """

    status: int
    code: str = ""
    message: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def play(self, line: Line, _answer: Answer, /) -> None:
        """Refuse."""
        reply = line.refuse(self.status, self.code, self.message)
        line.send(Reply(reply.status, reply.body, {**reply.headers, **self.headers}))


@dataclass(frozen=True)
class Raw:
    """Exactly this reply, whatever was asked."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def play(self, line: Line, _answer: Answer, /) -> None:
        """Send it."""
        line.send(Reply(self.status, self.body, self.headers))


@dataclass(frozen=True)
class Redirect:
    """301, 302, 307 or 308 to another address."""

    status: int
    location: str

    def play(self, line: Line, _answer: Answer, /) -> None:
        """Point elsewhere."""
        line.send(Reply(self.status, b"", {"location": self.location}))


@dataclass(frozen=True)
class Html200:
    """A proxy's friendly page with status 200."""

    def play(self, line: Line, _answer: Answer, /) -> None:
        """Send the page."""
        page = b"<html><body><h1>We will be back soon</h1></body></html>"
        line.send(Reply(200, page, {"content-type": "text/html; charset=utf-8"}))


@dataclass(frozen=True)
class WrongJson:
    """Status 200 and JSON, but not the agreed object."""

    value: object = field(default_factory=dict[str, object])

    def play(self, line: Line, _answer: Answer, /) -> None:
        """Send the value."""
        line.send(json_reply(200, self.value))


@dataclass(frozen=True)
class CutJson:
    """A complete HTTP reply around half of the ordinary JSON."""

    def play(self, line: Line, answer: Answer, /) -> None:
        """Send the first half as if it were all."""
        reply = answer()
        line.send(Reply(reply.status, reply.body[: len(reply.body) // 2], reply.headers))


@dataclass(frozen=True)
class Truncated:
    """Half of the announced body, then the end of the connection."""

    def play(self, line: Line, answer: Answer, /) -> None:
        """Announce all, send half, close."""
        reply = answer()
        line.send_head(reply)
        line.send_bytes(reply.body[: len(reply.body) // 2])
        line.close()


@dataclass(frozen=True)
class Delay:
    """The ordinary answer, `seconds` late."""

    seconds: float

    def play(self, line: Line, answer: Answer, /) -> None:
        """Carry out, wait, send."""
        reply = answer()
        if line.wait(self.seconds):
            line.send(reply)


@dataclass(frozen=True)
class Drip:
    """The ordinary body in `pieces`, one every `every` seconds: no single read is ever slow, the whole is."""

    every: float = 0.4
    pieces: int = 20

    def play(self, line: Line, answer: Answer, /) -> None:
        """Send the head, then the body bit by bit."""
        reply = answer()
        line.send_head(reply)
        size = max(1, -(-len(reply.body) // self.pieces))
        for start in range(0, len(reply.body), size):
            if not line.wait(self.every):
                return
            line.send_bytes(reply.body[start : start + size])


@dataclass(frozen=True)
class DripHeaders:
    """As `Drip`, but it is the head that never seems to end."""

    every: float = 0.4
    lines: int = 20

    def play(self, line: Line, answer: Answer, /) -> None:
        """Send the head line by line, then the body."""
        reply = answer()
        line.start_head(reply)
        for number in range(self.lines):
            line.send_header_line(f"x-wait-{number}", "1")
            if not line.wait(self.every):
                return
        line.end_head()
        line.send_bytes(reply.body)


@dataclass(frozen=True)
class CutConnection:
    """The connection ends without an answer and without the request being carried out; `reset` sends an RST."""

    reset: bool = False

    def play(self, line: Line, _answer: Answer, /) -> None:
        """Hang up."""
        line.close(reset=self.reset)


@dataclass(frozen=True)
class CutAfterAccept:
    """The request is carried out, then the connection ends without an answer."""

    def play(self, line: Line, answer: Answer, /) -> None:
        """Do it and hang up."""
        answer()
        line.close()


@dataclass(frozen=True)
class NoAnswer:
    """Silence until the client gives up or the stand-in stops."""

    def play(self, line: Line, _answer: Answer, /) -> None:
        """Hold the line."""
        line.hold()
