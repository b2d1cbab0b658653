"""Replies that are complete as HTTP and not what was hoped for. But for `CutJson` the request is not carried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from local.standins.faults.fault import Answer
from local.standins.line import Line
from local.standins.wire import Reply, json_reply


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
