"""Connections that are slow or end too early. But for `CutConnection` and `NoAnswer` the request is carried out."""

from dataclasses import dataclass

from local.standins.faults.fault import Answer
from local.standins.line import Line


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
