"""The settings of CLOVA Speech's long-form recognition."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, SecretStr

from worker.settings.kinds import NeededWith, Secret, SecretUrl
from worker.speech.engines import Engine
from worker.speech.long_form.wishes import read_keywords, read_speakers


def _check_speakers(text: str) -> str:
    read_speakers(text)
    return text


def _check_keywords(text: str) -> str:
    read_keywords(text)
    return text


Language = Literal["ko-KR", "en-US", "enko", "ja", "zh-cn", "zh-tw"]
_NEEDED = NeededWith("stt_engine", Engine.SPEECH)
Speakers = Annotated[str, AfterValidator(_check_speakers)]
Keywords = Annotated[str, AfterValidator(_check_keywords)]


class LongFormSettings(BaseModel, frozen=True):
    """Which engine hears videos that name none, where this one is, and what it is asked for.

    The URL holds a key, so it is a secret, too. `STT_WAIT_SECONDS` 0 is a bound that depends on the sound's length.
    """

    stt_engine: Engine = Engine.CSR
    clova_speech_invoke_url: Annotated[SecretUrl, _NEEDED] = Field(default=SecretStr(""), validate_default=True)
    clova_speech_secret: Annotated[Secret, _NEEDED] = Field(default=SecretStr(""), validate_default=True)
    clova_speech_language: Language = "ko-KR"
    stt_speakers: Speakers = "off"
    stt_keywords: Keywords = ""
    stt_wait_seconds: float = Field(default=0, ge=0, le=86_400)
