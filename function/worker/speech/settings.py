"""The settings of a worker that recognises speech."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, BaseModel, Field

from worker.settings.kinds import WEB, Secret, Url
from worker.speech.audio import AudioFilter
from worker.speech.languages import LANGUAGES
from worker.speech.listening import AUTO, TRACK


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
Track = Annotated[str, AfterValidator(_check_track)]


class SpeechSettings(BaseModel, frozen=True):
    """The recogniser, its pace, and the sound that it gets."""

    clova_stt_url: SpeechUrl = "https://naveropenapi.apigw.ntruss.com/recog/v1/stt?lang=Kor"
    clova_api_key_id: Secret
    clova_api_key: Secret
    clova_concurrency: int = Field(default=4, ge=1, le=32)
    clova_calls_per_second: float = Field(default=5, ge=0.1, le=1000)
    audio_filter: AudioFilter = AudioFilter.SPEECH
    audio_track: Track = AUTO
    max_video_seconds: float = Field(default=3600, gt=0)
