"""The final answer of an exchange, after any interim ones."""

from __future__ import annotations

from http import HTTPStatus
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import cast

_MOST_INTERIM = 100
"""Like `http.client`'s limit on headers. The total time of an exchange limits slow answers."""


class FinalResponse(HTTPResponse):
    """An answer that skips interim ones (RFC 9110, 15.2): `http.client` skips only a 100, not a 103.

    A 101 is final: another protocol follows it, and we asked for none.
    """

    def begin(self) -> None:
        """Read status and headers.

        Raises:
            HTTPException: too many interim answers.
        """
        for _ in range(_MOST_INTERIM):
            super().begin()
            if self.status >= HTTPStatus.OK or self.status == HTTPStatus.SWITCHING_PROTOCOLS:
                return
            # `begin` reads nothing while headers are set.
            self.headers = cast("HTTPMessage", None)
        raise HTTPException("interim answers do not end")
