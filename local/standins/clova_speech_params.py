"""The `params` of a recording sent to CLOVA Speech: what each may be, and what the service makes of one left out.

Source: NAVER Cloud's pages on long sentences, 2026. Its answer to a name that it does not know is not documented; the
stand-in refuses one, so that no misspelt parameter goes unnoticed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.standins.wire import JsonObject

LANGUAGES = frozenset({"ko-KR", "en-US", "enko", "ja", "zh-cn", "zh-tw"})
_MOST_KEYWORDS = 1000
_MOST_SPEAKERS = 30


class ParamsError(Exception):
    """The service answers 400; the text is its message."""


def read_params(content: bytes, *, detects_speakers: bool = True) -> JsonObject:
    """Check the parameters.

    Args:
        content: Of the field `params`.
        detects_speakers: Whether speaker recognition is on in the domain.

    Raises:
        ParamsError: One of them is not as the service wants it.
    """
    params = _read_json(content)
    if "language" not in params:
        raise ParamsError("language is required")
    for name, value in params.items():
        if name not in _RULES or not _RULES[name](value):
            raise ParamsError(f"Invalid params: {name}")
    if "boostings" in params and params.get("useDomainBoostings"):
        raise ParamsError("Invalid params: boostings, useDomainBoostings")
    # Left out it is on, which a domain without speaker recognition refuses.
    if not detects_speakers and params.get("diarization", {}).get("enable", True):
        raise ParamsError("speaker detect is off")
    return params


def wants(params: JsonObject, name: str) -> bool:
    """A switch of the top level: those of the answer are on where they are left out."""
    return bool(params.get(name, True))


def count_speakers(params: JsonObject) -> int:
    """How many speakers to make up; 0 where none are asked for."""
    wanted = cast("JsonObject", params.get("diarization", {}))
    if not wanted.get("enable", True):
        return 0
    least, most = wanted.get("speakerCountMin", -1), wanted.get("speakerCountMax", -1)
    return max(least, min(2, most) if most > 0 else 2)


def _read_json(content: bytes) -> JsonObject:
    try:
        value = json.loads(content)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ParamsError("Invalid params: params")
    return cast("JsonObject", value)


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _are_boostings(value: object) -> bool:
    """`[{"words": "a,b"}]`, 1,000 keywords in all."""
    if not isinstance(value, list):
        return False
    groups = cast("list[object]", value)
    texts = [cast("JsonObject", group).get("words") if isinstance(group, dict) else None for group in groups]
    words = [word for text in texts if isinstance(text, str) for word in text.split(",")]
    return all(isinstance(text, str) for text in texts) and all(words) and len(words) <= _MOST_KEYWORDS


def _is_diarization(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    wanted = cast("JsonObject", value)
    least, most = wanted.get("speakerCountMin", -1), wanted.get("speakerCountMax", -1)
    known = set(wanted) <= {"enable", "speakerCountMin", "speakerCountMax"}
    return (
        known
        and _is_switch(wanted.get("enable", True))
        and _is_count(least)
        and _is_count(most)
        and (-1 in (least, most) or least <= most)
    )


def _is_count(value: object) -> bool:
    """-1 leaves the number to the service."""
    return type(value) is int and (value == -1 or 1 <= value <= _MOST_SPEAKERS)


def _is_sed(value: object) -> bool:
    return isinstance(value, dict) and _is_switch(cast("JsonObject", value).get("enable"))


_RULES: dict[str, Callable[[object], bool]] = {
    "language": lambda value: _is_text(value) and value in LANGUAGES,
    # The service also answers at once ("sync", up to two hours of sound); the stand-in does not.
    "completion": lambda value: value == "async",
    "callback": _is_text,
    "resultToObs": _is_switch,
    "userdata": _is_object,
    "wordAlignment": _is_switch,
    "fullText": _is_switch,
    "noiseFiltering": _is_switch,
    "boostings": _are_boostings,
    "useDomainBoostings": _is_switch,
    "forbiddens": _is_text,
    "diarization": _is_diarization,
    "sed": _is_sed,
    "format": lambda value: value == "JSON",
}
