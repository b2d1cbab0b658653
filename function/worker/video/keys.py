"""Which job an S3 key is about (docs/messages.md)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_ADDRESS = re.compile(r"videos/(?:(?P<user_id>[^/]+)/)?(?P<job_id>[^/]+)\.[A-Za-z0-9]{1,8}")
_NO_TEXT = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
"""Unicode's categories of controls, surrogates, private characters and line breaks. Unassigned characters are allowed:
phones write next year's emoji before any Python knows them."""

_NONCHARACTERS = range(0xFDD0, 0xFDF0)
"""Unicode never assigns these and the last two of each plane, and XML does not accept them."""

_TURNS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Bidirectional classes that reverse the text after them: a name would look like another one."""

INPUT_PREFIX = "videos/"
LONGEST_KEY = 1024
"""Bytes; S3's limit."""

_LONGEST_NAME = 128
_RULE = "the key names no job: names have 1 to 128 characters, begin with no . or -, hold no \\ and no controls"
_LONGEST_ARTEFACT = 32 + 96
"""Bytes of a generation and of a file name below it under `work/`."""


@dataclass(frozen=True, slots=True)
class Address:
    """The ids in an upload's key; `user_id` is None for a key without a folder."""

    job_id: str
    user_id: str | None


class NoAddressError(ValueError):
    """A key that names no job; the message says why and quotes no part of it."""


def find_address(key: str) -> Address:
    """Read the job out of a key by full match, never by splitting.

    Args:
        key: the decoded key; compared as it is, since NFC and NFD are different keys to S3.

    Raises:
        NoAddressError: it names no job, or the job's own keys would be too long for S3.
    """
    match = _ADDRESS.fullmatch(key)
    if match is None:
        raise NoAddressError(
            "the key names no job: it is not videos/{user_id}/{job_id}.{ext} nor videos/{job_id}.{ext}"
        )
    address = Address(match["job_id"], match["user_id"])
    if not is_name(address.job_id) or not is_name(address.user_id or "0"):
        raise NoAddressError(_RULE)
    if _longest_of(address) > LONGEST_KEY:
        raise NoAddressError("the key is too long: those of its results would have more than the 1,024 bytes of S3")
    return address


def read_address(key: str) -> Address | None:
    """The address of a key, or None if the key names no job."""
    try:
        return find_address(key)
    except NoAddressError:
        return None


def is_name(text: str) -> bool:
    """Whether a part of a key is a plain name of a file or folder.

    A plain name is not a path or a command-line option, and shows its characters in their order. The limit counts
    composed characters, since macOS writes one as several.
    """
    # Checked first, because composing a megabyte of marks takes minutes.
    if not 0 < len(text) <= LONGEST_KEY:
        return False
    return (
        len(unicodedata.normalize("NFC", text)) <= _LONGEST_NAME
        and text[0] not in ".-"
        and all(map(_belongs_in_a_name, text))
    )


def _belongs_in_a_name(character: str) -> bool:
    return (
        character not in "/\\"
        and unicodedata.category(character) not in _NO_TEXT
        and unicodedata.bidirectional(character) not in _TURNS
        and not _is_noncharacter(ord(character))
    )


def _is_noncharacter(point: int) -> bool:
    return point in _NONCHARACTERS or point & 0xFFFE == 0xFFFE  # noqa: PLR2004 - the plane does not count


def _longest_of(address: Address) -> int:
    """Bytes of the longest key that the worker makes for a job."""
    owner = f"{address.user_id}/" if address.user_id is not None else ""
    result, work = f"results/{owner}{address.job_id}.json", f"work/{address.job_id}//"
    return max(len(result.encode()), len(work.encode()) + _LONGEST_ARTEFACT)
