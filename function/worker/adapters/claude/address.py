"""`CLAUDE_API_URL` as the SDK wants it."""

from __future__ import annotations

from urllib.parse import urlsplit


def read_base_url(url: str) -> str | None:
    """Take off what the SDK appends itself: doubled, it ends in a 404 that looks like a retired model.

    Args:
        url: the API's address, with or without `/v1/messages`; the path of a gateway before it stays.

    Returns:
        The base URL, or None where it is no http or https URL.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    path = parts.path.rstrip("/").removesuffix("/messages").rstrip("/").removesuffix("/v1").rstrip("/")
    return parts._replace(path=path, query="", fragment="").geturl()
