"""The languages that CLOVA CSR recognises, by the names that people give them."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from worker.jobs.errors import LANGUAGE_UNSUPPORTED, JobError

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "Kor": frozenset({"ko", "kor", "korean", "kr"}),
        "Eng": frozenset({"en", "eng", "english", "us", "gb"}),
        "Jpn": frozenset({"ja", "jpn", "japanese", "jp"}),
        "Chn": frozenset({"zh", "zho", "chi", "chn", "cmn", "chinese", "mandarin", "cn"}),
    }
)
"""CSR's four names, exact on the wire (docs/sources.md, CLOVA), and their aliases: ISO 639-1, -2 and -3, the English
word, and the country that is often written instead; in upper or lower case, with or without a script and a region
(`ko-KR`, `zh-Hans-CN`)."""

_UNKNOWN = frozenset(
    {"", "und", "mul", "mis", "zxx", "auto", "any", "default", "detect", "unknown", "undefined", "undetermined"}
    | {"unspecified", "none", "null", "n/a", "*"}
)
"""What programs write for an unknown language, including ISO 639-2's own codes."""

_BEHIND_PRIMARY = re.compile(r"[-_.@]")
"""Separates a script, a region or the character set of a POSIX locale (`ko.UTF-8`)."""


def name_language(given: str | None, default: str) -> str:
    """Find CSR's name of a language.

    Args:
        given: what the uploader wrote in `x-amz-meta-lang`, or the `lang` of the configured URL.
        default: CSR's name of the language if `given` names no language.

    Returns:
        `Kor`, `Eng`, `Jpn` or `Chn`.

    Raises:
        JobError: STT_BAD_RESPONSE, `given` is another language; permanent, since a retry changes nothing.
    """
    primary = _find_primary(given or "")
    if primary in _UNKNOWN:
        return default
    if (name := _find_name(primary)) is not None:
        return name
    raise JobError(LANGUAGE_UNSUPPORTED, "STT", "CLOVA hears Korean, English, Japanese and Chinese only.")


def is_same_language(one: str, other: str) -> bool:
    """Whether two names mean one language; CSR's languages have several names, and the region does not count."""
    names = {_find_name(primary) or primary for primary in (_find_primary(one), _find_primary(other))}
    return len(names) == 1


def _find_primary(given: str) -> str:
    return _BEHIND_PRIMARY.split(given.strip().lower(), maxsplit=1)[0]


def _find_name(primary: str) -> str | None:
    return next((name for name, aliases in LANGUAGES.items() if primary in aliases), None)
