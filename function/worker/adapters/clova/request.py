"""What a question to CSR consists of: the URL with the language, the keys as headers, the clip as a WAV file."""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from worker.jobs.errors import STT_MISCONFIGURED, JobError
from worker.settings.kinds import clean_header_value
from worker.speech.audio import SAMPLE_BYTES, SAMPLE_RATE
from worker.speech.languages import name_language

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEFAULT_LANGUAGE = "Kor"

LEAST_SECONDS = 1.0
"""CSR refuses sound below some undocumented length (STT007); the highest value seen is 1 s."""

MOST_SECONDS = 55.0
"""CSR takes 60 s by its own measure; clips cut to exactly 60 s came out longer. 55 s are 1.76 MB of the 3 MB taken."""


def read_language(url: str) -> str:
    """The `lang` of a URL by CSR's name; Korean if the URL names none."""
    return name_language(parse_qs(urlsplit(url).query).get("lang", [""])[0], _DEFAULT_LANGUAGE)


def put_language(url: str, language: str) -> str:
    """The URL with this `lang` and no other; other parameters are kept, a fragment is removed."""
    parts = urlsplit(url)
    others = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return parts._replace(query=urlencode([*others, ("lang", language)]), fragment="").geturl()


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
        raise JobError(STT_MISCONFIGURED, "STT", "CLOVA's key is blank or misspelt.", setting=setting)
    return clean


def build_wav(pcm: bytes) -> bytes:
    """Wrap PCM in a WAV header with correct sizes, padded with silence to the least length that CSR accepts.

    Args:
        pcm: 16 kHz mono s16le, as in `SpeechClip`.

    Raises:
        ValueError: no whole samples, none at all, or more than CSR takes: a fault in cutting the clip.
    """
    samples, rest = divmod(len(pcm), SAMPLE_BYTES)
    if rest or not samples or samples > MOST_SECONDS * SAMPLE_RATE:
        raise ValueError(f"a clip of {len(pcm)} bytes cannot be recognised")
    missing = max(0, int(LEAST_SECONDS * SAMPLE_RATE) - samples)
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(SAMPLE_BYTES)
        writer.setframerate(SAMPLE_RATE)
        writer.writeframes(pcm + bytes(missing * SAMPLE_BYTES))
    return file.getvalue()
