"""The final answer of an exchange, whatever a server says in front of it."""

from __future__ import annotations

from http import HTTPStatus
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import cast

_MOST_INTERIM = 100
"""As many as `http.client` reads headers; the total time of an exchange bounds the slow ones."""


class FinalResponse(HTTPResponse):
    """An answer that skips interim ones (RFC 9110, 15.2): `http.client` does so with a 100 only, not with a 103.

    A 101 is final: what follows it is another protocol, for which nobody asked.
    """

    def begin(self) -> None:
        """Read status and headers.

        Raises:
            HTTPException: interim answers do not end.
        """
        for _ in range(_MOST_INTERIM):
            super().begin()
            if self.status >= HTTPStatus.OK or self.status == HTTPStatus.SWITCHING_PROTOCOLS:
                return
            # `begin` reads nothing while there are headers.
            self.headers = cast("HTTPMessage", None)
        raise HTTPException("interim answers do not end")
