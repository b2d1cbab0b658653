"""The kinds of values that settings have, each with its check; no complaint quotes a value."""

from __future__ import annotations

from importlib import resources
from typing import Annotated, Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from worker.domain.languages import LANGUAGES
from worker.domain.listening import TRACK
from worker.domain.origins import read_origins
from worker.observability import spell_level


def _check_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be a URL that begins with https://")
    if parts.username or parts.password:
        raise ValueError("must not hold a user name or password")
    return url


def _check_language(url: str) -> str:
    for language in parse_qs(urlsplit(url).query).get("lang", []):
        if language not in LANGUAGES:
            raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}")
    return url


def _check_origins(text: str) -> str:
    read_origins(text)
    return text


def _check_track(text: str) -> str:
    if not TRACK.fullmatch(text):
        raise ValueError("must be auto, mix, a language or the number of a track, from 1")
    return text.lower()


def _check_prompt(name: str) -> str:
    names = sorted(file.name.removesuffix(".md") for file in resources.files("worker.prompts").iterdir())
    if name not in names:
        raise ValueError(f"must be a file of the folder of prompts: {', '.join(names)}")
    return name


Url = Annotated[str, AfterValidator(_check_url)]
SpeechUrl = Annotated[Url, AfterValidator(_check_language)]
Track = Annotated[str, AfterValidator(_check_track)]
Prompt = Annotated[str, AfterValidator(_check_prompt)]
Origins = Annotated[str, AfterValidator(_check_origins)]
Secret = Annotated[SecretStr, Field(min_length=1)]
Level = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(spell_level)]
