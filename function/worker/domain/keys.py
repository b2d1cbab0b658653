"""Which job an S3 key is about (README.md, What you get)."""

from __future__ import annotations

import re
from dataclasses import dataclass

# 1 to 128 letters or digits of any script, space and _ - . + % ( ), not beginning with a dot or a hyphen.
_NAME = r"(?![.-])[\w .+%()-]{1,128}"
_ADDRESS = re.compile(rf"videos/(?:(?P<user_id>{_NAME})/)?(?P<job_id>{_NAME})\.[A-Za-z0-9]{{1,8}}")

INPUT_PREFIX = "videos/"


@dataclass(frozen=True, slots=True)
class Address:
    """Who uploaded what; `user_id` is None for a key without a folder."""

    job_id: str
    user_id: str | None


def read_address(key: str) -> Address | None:
    """Read the job out of a key by full match, never by splitting.

    Args:
        key: the decoded key; compared as it is, NFC and NFD are different keys to S3.

    Returns:
        The address, or None for a key that names no job.
    """
    match = _ADDRESS.fullmatch(key)
    return Address(match["job_id"], match["user_id"]) if match else None
