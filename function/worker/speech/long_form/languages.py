"""The languages that CLOVA Speech recognises in long recordings, by the names that people give them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from worker.speech.languages import name_language

if TYPE_CHECKING:
    from collections.abc import Mapping

LONG_FORM_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"ko-KR": "Kor", "en-US": "Eng", "enko": "Kor", "ja": "Jpn", "zh-cn": "Chn", "zh-tw": "Chn"}
)
"""The service's names, exact on the wire (docs/sources.md, CLOVA), and CSR's name of each; `enko` is Korean mixed with
English."""

_BY_CSR_NAME = {"Kor": "ko-KR", "Eng": "en-US", "Jpn": "ja", "Chn": "zh-cn"}
_TAIWANESE = {"zh-tw", "zh_tw", "zh-hant", "zh_hant", "zh-hant-tw", "zh_hant_tw"}


def name_long_form_language(given: str | None, default: str) -> str:
    """Find the service's name of a language.

    Args:
        given: what the uploader wrote in `x-amz-meta-lang`.
        default: `CLOVA_SPEECH_LANGUAGE`, if `given` names no language.

    Raises:
        JobError: STT_BAD_RESPONSE, `given` is another language; permanent.
    """
    plain = (given or "").strip().lower()
    if plain == "enko":
        return plain
    if plain in _TAIWANESE:
        return "zh-tw"
    found = name_language(plain, default)
    return _BY_CSR_NAME.get(found, found)
