"""One request over `requests`: bounded in time and size, without redirects, proxy settings or netrc.

And checks of the certificates: those that a setting names, and those that a server shows.
"""

from __future__ import annotations

import logging
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from requests import Request as Unprepared
from requests import Response
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError

from worker.adapters.http.exchange import AddressError, Answer, NoAnswerError, Request, TooLargeError
from worker.adapters.http.socket_watch import SocketWatch
from worker.adapters.http.watched_transport import WatchedAdapter
from worker.jobs.errors import SETTINGS_INVALID, JobError

if TYPE_CHECKING:
    from collections.abc import Generator

# Its DEBUG lines quote paths, and a service's path may hold a key.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

CONNECT_SECONDS = 5.0
_PIECE = 16 * 1024


def send(request: Request, seconds: float) -> Answer:
    """Send a request on a fresh connection and read the answer.

    A fresh connection, because a kept one does not survive while a Lambda is frozen. Name resolution and connecting
    have their own limits (`socket_watch`); everything after them ends within `seconds`.

    Args:
        request: what to send.
        seconds: limit of the whole exchange.

    Returns:
        The answer, with any status; a redirect is not followed.

    Raises:
        NoAnswerError: no answer, or only part of one, in time.
        TooLargeError: the body exceeds `most_bytes`.
        ForbiddenAddressError: from `request.connect`.
        AddressError: the URL or the server's certificate is not valid.
    """
    if seconds <= 0:
        raise NoAnswerError("no time was left", sent=False)
    with SocketWatch(seconds, request.connect) as watch, _foreign_errors_translated(watch):
        prepared = Unprepared(request.method, request.url, headers=_headers(request), data=request.body).prepare()
        adapter = WatchedAdapter()
        limits = (min(CONNECT_SECONDS, seconds), seconds)
        response = adapter.send(prepared, stream=True, timeout=limits, verify=request.ca_bundle or True)
        try:
            body = _read(response, request.most_bytes)
        finally:
            response.close()
            adapter.close()
        if watch.expired:
            raise NoAnswerError("the answer was not complete in time", sent=True)
        return Answer(response.status_code, CaseInsensitiveDict(response.headers), body)


def _headers(request: Request) -> dict[str, str]:
    # Not compressed, so that the limit on the body also limits its unpacked size.
    return {"User-Agent": "clipscribe", "Accept-Encoding": "identity", **request.headers}


def _read(response: Response, most: int) -> bytes:
    body = bytearray()
    while most and (piece := response.raw.read(_PIECE, decode_content=False)):
        body += piece
        if len(body) > most:
            raise TooLargeError(f"the answer has more than {most} bytes")
    return bytes(body)


@contextmanager
def _foreign_errors_translated(watch: SocketWatch) -> Generator[None]:
    try:
        yield
    except (ValueError, OSError, HTTPError) as error:
        _translate(error, watch)


def _translate(error: Exception, watch: SocketWatch) -> NoReturn:
    """`from None`: foreign messages quote addresses and header values."""
    if isinstance(error, ValueError) or is_untrusted_certificate(error):
        raise AddressError(type(error).__name__) from None
    kind = "TimeoutError" if watch.expired else type(error).__name__
    raise NoAnswerError(kind, sent=watch.ready) from None


def is_untrusted_certificate(error: BaseException | None) -> bool:
    """Whether an untrusted certificate caused a failed exchange, however deep in its chain of causes."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def check_bundle(path: str, setting: str) -> str:
    """Check a PEM file of certificates to trust instead of the public ones, before anything depends on it.

    Args:
        path: of the file, or "" for none.
        setting: name of the setting that holds the path.

    Returns:
        The path.

    Raises:
        JobError: UNKNOWN_ERROR, it cannot be read, or holds no certificate.
    """
    try:
        if path:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except (OSError, ValueError):  # ValueError: a path that no file can have
        sentence = "the file of certificates cannot be read, or holds none as PEM."
        raise JobError(SETTINGS_INVALID, "SETTINGS", sentence, setting=setting) from None
    return path
