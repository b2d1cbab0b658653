"""The settings of CLOVA Speech's long-form recognition."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, SecretStr

from worker.settings.kinds import OptionalSecret, OptionalSecretUrl
from worker.speech.long_form.wishes import read_keywords, read_speakers


def _check_speakers(text: str) -> str:
    read_speakers(text)
    return text


def _check_keywords(text: str) -> str:
    read_keywords(text)
    return text


Language = Literal["ko-KR", "en-US", "enko", "ja", "zh-cn", "zh-tw"]
Speakers = Annotated[str, AfterValidator(_check_speakers)]
Keywords = Annotated[str, AfterValidator(_check_keywords)]


class LongFormSettings(BaseModel, frozen=True):
    """Where it is and what it is asked for.

    The URL holds a key, so it is a secret, too. `STT_WAIT_SECONDS` 0 is a bound that depends on the sound's length.
    """

    clova_speech_invoke_url: OptionalSecretUrl = SecretStr("")
    clova_speech_secret: OptionalSecret = SecretStr("")
    clova_speech_language: Language = "ko-KR"
    stt_speakers: Speakers = "off"
    stt_keywords: Keywords = ""
    stt_wait_seconds: float = Field(default=0, ge=0, le=86_400)
