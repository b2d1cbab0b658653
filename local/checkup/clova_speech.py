"""CLOVA Speech's address and secret, by a request that costs nothing: how far a recording is that was never sent."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import requests

from local.checkup.finding import Finding, bad, good, note
from worker.settings.kinds import clean_header_value
from worker.urls.origins import read_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_TOKEN = "clipscribe-doctor-asks-for-what-was-never-sent"  # noqa: S105 - nobody's
_SECONDS = 10.0
_ADDRESS, _SECRET = "CLOVA_SPEECH_INVOKE_URL", "CLOVA_SPEECH_SECRET"
_COPY = "copy both from the domain of CLOVA Speech in the NAVER Cloud console (its settings, integration)"


def check_clova_speech(values: Mapping[str, str]) -> list[Finding]:
    """Ask where the engine is set up, or chosen; the address holds a key, so it is never shown."""
    address, secret = values.get(_ADDRESS, "").strip(), values.get(_SECRET, "")
    if values.get("STT_ENGINE", "").strip() != "speech" and not (address and secret.strip()):
        return []
    key = clean_header_value(secret)
    if key is None or read_origin(address) is None:
        return [note(_ADDRESS, f"not asked: {_ADDRESS} or {_SECRET} is missing or cannot be used")]
    try:
        status = _ask(address, key)
    except requests.RequestException as problem:  # its text quotes the address
        return [bad(_ADDRESS, f"no use: {type(problem).__name__}", "correct it, or try again later")]
    return [_explain(status)]


def _ask(address: str, key: str) -> int:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(
            f"{address.rstrip('/')}/recognizer/{_NO_TOKEN}",
            headers={"X-CLOVASPEECH-API-KEY": key},
            timeout=_SECONDS,
            allow_redirects=False,
        )
        return answer.status_code


def _explain(status: int) -> Finding:
    if status == HTTPStatus.NOT_FOUND:
        return good(_SECRET, "taken: a recording that was never sent is answered 404")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return bad(_SECRET, f"refused with {status}: it or the key in {_ADDRESS} is wrong", _COPY)
    return bad(_ADDRESS, f"answered {status} instead of 404 for a recording that was never sent", _COPY)
