"""The settings of a worker that recognises speech."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, Field, SecretStr

from worker.settings.kinds import WEB, NeededWith, Secret, Url
from worker.speech.audio import AudioFilter
from worker.speech.engines import Engine
from worker.speech.languages import LANGUAGES
from worker.speech.listening import AUTO, TRACK
from worker.speech.long_form.settings import LongFormSettings


def _check_language(url: str) -> str:
    parameters = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    given = [(name, value) for name, value in parameters if name.lower() == "lang"]
    if given and given not in [[("lang", language)] for language in LANGUAGES]:
        raise ValueError(f"lang must be there once at most, and one of {', '.join(LANGUAGES)}")
    return url


def _check_track(text: str) -> str:
    if not TRACK.fullmatch(text):
        raise ValueError("must be auto, mix, a language or the number of a track, from 1")
    return text.lower()


SpeechUrl = Annotated[Url, AfterValidator(_check_language), WEB]
CsrSecret = Annotated[Secret, NeededWith("stt_engine", Engine.CSR)]
Track = Annotated[str, AfterValidator(_check_track)]


class SpeechSettings(LongFormSettings, frozen=True):
    """The recognisers, their pace, and the sound that they get. The secrets of the other engine are not required."""

    clova_stt_url: SpeechUrl = "https://naveropenapi.apigw.ntruss.com/recog/v1/stt?lang=Kor"
    clova_api_key_id: CsrSecret = Field(default=SecretStr(""), validate_default=True)
    clova_api_key: CsrSecret = Field(default=SecretStr(""), validate_default=True)
    clova_concurrency: int = Field(default=4, ge=1, le=32)
    clova_calls_per_second: float = Field(default=5, ge=0.1, le=1000)
    audio_filter: AudioFilter = AudioFilter.SPEECH
    audio_track: Track = AUTO
    max_video_seconds: float = Field(default=3600, gt=0)

    @property
    def long_form_filter(self) -> AudioFilter:
        """`AUDIO_FILTER` for CLOVA Speech, which reduces noise itself: its default, `speech`, is none there."""
        return AudioFilter.NONE if self.audio_filter is AudioFilter.SPEECH else self.audio_filter

    @property
    def unset_engines(self) -> dict[Engine, tuple[str, ...]]:
        """The engines that are not set up, and the settings that they lack."""
        lacks = {
            Engine.CSR: self._list_unset("clova_api_key_id", "clova_api_key"),
            Engine.SPEECH: self._list_unset("clova_speech_invoke_url", "clova_speech_secret"),
        }
        return {engine: names for engine, names in lacks.items() if names}

    def _list_unset(self, *names: str) -> tuple[str, ...]:
        return tuple(name.upper() for name in names if not getattr(self, name).get_secret_value())
