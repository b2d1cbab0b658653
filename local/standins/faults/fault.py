"""What a line of a script is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from local.standins.line import Line
from local.standins.wire import Reply

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
