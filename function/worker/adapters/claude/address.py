"""`CLAUDE_API_URL` and `CLAUDE_API_KEY` as the SDK wants them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from worker.adapters.claude.refusals import KEY, URL
from worker.jobs.errors import LLM_MISCONFIGURED, JobError
from worker.settings.kinds import clean_header_value
from worker.urls.origins import read_origin

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Account:
    """The address, and the key to ask with."""

    base_url: str
    key: str = field(repr=False)


def read_account(url: str, keys: Mapping[str, str]) -> Account:
    """Make the account from the API's address and `CLAUDE_API_KEY`.

    Raises:
        JobError: LLM_BAD_RESPONSE, the key or the address is invalid.
    """
    key = clean_header_value(keys[KEY])
    if key is None:
        raise JobError(LLM_MISCONFIGURED, "LLM", "Claude's key is blank or misspelt.", setting=KEY)
    base_url = read_base_url(url)
    if base_url is None:
        raise JobError(LLM_MISCONFIGURED, "LLM", "Claude's address is not a URL.", setting=URL)
    return Account(base_url, key)


def read_base_url(url: str) -> str | None:
    """Remove what the SDK appends itself: twice, it causes a 404 that looks like a retired model.

    Args:
        url: the API's address, with or without `/v1/messages`; the path of a gateway before it is kept.

    Returns:
        The base URL, or None if it is not an http or https URL.
    """
    url = url.strip()
    if read_origin(url) is None:
        return None
    parts = urlsplit(url)
    path = parts.path.rstrip("/").removesuffix("/messages").rstrip("/").removesuffix("/v1").rstrip("/")
    return parts._replace(path=path).geturl()
