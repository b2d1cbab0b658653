"""The backend of the person at the terminal, told through a server of ours.

So a function in SAM's container reaches a backend on 127.0.0.1, too, and the demo can show what was said and answered.
"""

from __future__ import annotations

import http.client
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from local.standins.backend import Callback, read_callback, show_callback
from local.standins.server import StandIn
from local.standins.wire import Reply, Request, json_reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.target import Target

_ANSWER_SECONDS = 15
"""Longer than the worker waits for a callback's answer (10 s), so that the worker's limit is the one that counts."""

_PASSED_BACK = ("content-type", "retry-after", "location")
_MARKUP = re.compile(r"(?s)<(style|script|title)\b.*?</\1\s*>|<[^>]*>")
_UNSIGNED = " Nothing was signed: export WEBHOOK_SECRET, the backend's own, for make demo too."
_MOST_BYTES = 2000
"""Of an answer's body: nobody reads it but the person at the terminal."""


class OwnBackend(StandIn):
    """Passes callbacks on as they are, and the answers back.

    Args:
        target: The backend.
        show: Given a line for each callback that was accepted.
        host: Address to listen on.

    Attributes:
        name: For the person at the terminal.
        accepted: The callbacks that were answered with a 2xx.
    """

    def __init__(
        self, target: Target, show: Callable[[str], object] = lambda _line: None, host: str = "127.0.0.1"
    ) -> None:
        super().__init__(host)
        self.name = target.name
        self.accepted: list[Callback] = []
        self._target, self._show = target, show

    def examine(self, request: Request) -> None:
        """Take everything: what to refuse is the backend's choice."""

    def answer(self, request: Request) -> Reply:
        """Pass it on; where no answer comes, hang up."""
        try:
            reply = _pass_on(self._target.url, request)
        except (OSError, http.client.HTTPException) as problem:
            self.refusals.append(f"no answer ({problem})")
            raise ConnectionAbortedError from problem
        if reply.status // 100 == 2:  # noqa: PLR2004 - any 2xx accepts
            self.accepted.append(read_callback(request))
            self._show(show_callback(self.accepted[-1]))
        else:
            self.refusals.append(f"HTTP {reply.status} {_read_words(reply)}".strip() + _explain(request, reply))
        return reply

    def error(self, status: int, code: str, message: str) -> Reply:
        """A plain JSON error."""
        return json_reply(status, {"error": code, "message": message})


def _read_words(reply: Reply) -> str:
    """The answer's text in one line, of an HTML page without its tags."""
    text = reply.body.decode(errors="replace")
    if "html" in reply.headers.get("content-type", ""):
        text = unescape(_MARKUP.sub(" ", text))
    return " ".join(text.split())


def _explain(request: Request, reply: Reply) -> str:
    unsigned = "webhook-signature" not in request.headers
    return _UNSIGNED if reply.status == 401 and unsigned else ""  # noqa: PLR2004 - as docs/callback.md names it


def _pass_on(url: str, request: Request) -> Reply:
    parts = urlsplit(url)
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=_ANSWER_SECONDS)
    headers = {name: value for name, value in request.headers.items() if name not in ("host", "connection")}
    try:
        connection.request(request.method, parts.path + request.path, request.body, headers)
        answer = connection.getresponse()
        kept = {name: value for name in _PASSED_BACK if (value := answer.headers.get(name)) is not None}
        return Reply(answer.status, answer.read1(_MOST_BYTES), kept)
    finally:
        connection.close()
