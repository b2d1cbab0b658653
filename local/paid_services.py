"""The real CLOVAs and the real Claude, as far as the environment holds their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """One paid service as the template must know it.

    Attributes:
        name: For the person at the terminal.
        parameters: Of the template.
        secrets: By environment variable name.
        remark: What the person has to know of its answers, if anything.
    """

    name: str
    parameters: Mapping[str, str]
    secrets: Mapping[str, str]
    remark: str = ""


def real_clova(environment: Mapping[str, str]) -> Service | None:
    """CLOVA, where both of its keys are given; with the address that is given, if any."""
    secrets = given(environment, "CLOVA_API_KEY_ID", "CLOVA_API_KEY")
    if len(secrets) < 2:  # noqa: PLR2004 - it takes both
        return None
    return Service(
        "CLOVA Speech Recognition (real, paid)", _settings(environment, ClovaSttUrl="CLOVA_STT_URL"), secrets
    )


def real_clova_speech(environment: Mapping[str, str]) -> Service | None:
    """CLOVA Speech for recordings, where its address and secret are given; with what is asked of it, if anything."""
    secrets = given(environment, "CLOVA_SPEECH_INVOKE_URL", "CLOVA_SPEECH_SECRET")
    if len(secrets) < 2:  # noqa: PLR2004 - it takes both
        return None
    names = {
        "ClovaSpeechLanguage": "CLOVA_SPEECH_LANGUAGE",
        "SttSpeakers": "STT_SPEAKERS",
        "SttKeywords": "STT_KEYWORDS",
    }
    parameters = {"SttEngine": "speech", **_settings(environment, **names)}
    return Service("CLOVA Speech, whole recordings (real, paid)", parameters, secrets)


def real_claude(environment: Mapping[str, str]) -> Service | None:
    """Claude, where its key is given; with the address and the model that are given, if any."""
    secrets = given(environment, "CLAUDE_API_KEY")
    if not secrets:
        return None
    parameters = _settings(environment, ClaudeApiUrl="CLAUDE_API_URL", ClaudeModel="CLAUDE_MODEL")
    return Service("Claude (real, paid)", parameters, secrets)


def given(environment: Mapping[str, str], *names: str) -> dict[str, str]:
    """Those of the names that have a value."""
    return {name: environment[name] for name in names if environment.get(name)}


def _settings(environment: Mapping[str, str], **parameters: str) -> dict[str, str]:
    return {parameter: environment[name] for parameter, name in parameters.items() if environment.get(name)}
