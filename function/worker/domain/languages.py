"""The languages CLOVA CSR hears, by the names people give them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from worker.domain.errors import Condition, failure

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Kor": ("ko", "kor", "korean"),
        "Eng": ("en", "eng", "english"),
        "Jpn": ("ja", "jpn", "japanese"),
        "Chn": ("zh", "zho", "chi", "chn", "chinese"),
    }
)
"""CSR's four names, exact on the wire (docs/sources.md, CLOVA), and what else is understood: ISO 639-1, -2 and -3
and the English word, in any case, with or without a region (`ko-KR`)."""


def name_language(given: str) -> str:
    """Find CSR's name of a language.

    Args:
        given: what the uploader wrote in `x-amz-meta-lang`, or the `lang` of the configured URL.

    Returns:
        `Kor`, `Eng`, `Jpn` or `Chn`.

    Raises:
        SpeechResponseError: it is none of the four; permanent, since asking again changes nothing.
    """
    primary = given.strip().lower().replace("_", "-").partition("-")[0]
    for name, aliases in LANGUAGES.items():
        if primary in aliases:
            return name
    raise failure(Condition.LANGUAGE_UNSUPPORTED, "STT: CLOVA hears Korean, English, Japanese and Chinese only.")
