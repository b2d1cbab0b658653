"""The headers of a request to CSR: the keys and the content type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import STT_MISCONFIGURED, JobError
from worker.settings.kinds import clean_header_value

if TYPE_CHECKING:
    from collections.abc import Mapping


def make_headers(keys: Mapping[str, str]) -> dict[str, str]:
    """Make the headers of a question.

    Args:
        keys: `CLOVA_API_KEY_ID` and `CLOVA_API_KEY`.

    Raises:
        JobError: STT_BAD_RESPONSE, one of them is not a valid key.
    """
    return {
        "X-NCP-APIGW-API-KEY-ID": _read_key(keys, "CLOVA_API_KEY_ID"),
        "X-NCP-APIGW-API-KEY": _read_key(keys, "CLOVA_API_KEY"),
        "Content-Type": "application/octet-stream",
    }


def _read_key(keys: Mapping[str, str], setting: str) -> str:
    clean = clean_header_value(keys[setting])
    if clean is None:
        raise JobError(STT_MISCONFIGURED, "STT: CLOVA's key is blank or misspelt.", setting=setting)
    return clean
