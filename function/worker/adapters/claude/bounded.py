"""Limits the size of replies. The SDK reads any size, and holds several copies while it parses a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import httpx2

from worker.adapters.claude.reading import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class OversizedReplyError(Exception):
    """The reply has more bytes than any valid one, or may unpack to more."""


class BoundedTransport(httpx2.AsyncHTTPTransport):
    """Stops a reply that is too large; refuses compressed replies, because their size says nothing."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request; the limit applies while the reply is read.

        Raises:
            OversizedReplyError: the reply is compressed although that was not asked for.
        """
        request.headers["accept-encoding"] = "identity"
        response = await super().handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise OversizedReplyError
        response.stream = _BoundedStream(cast("httpx2.AsyncByteStream", response.stream))
        return response


class _BoundedStream(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for piece in self._stream:
            size += len(piece)
            if size > MOST_BYTES:
                raise OversizedReplyError
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
