"""The configured URL of CSR and the `lang` in it."""

from __future__ import annotations

from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from worker.speech.languages import name_language

DEFAULT_LANGUAGE = "Kor"


def read_language(url: str) -> str:
    """The `lang` of a URL by CSR's name; Korean if the URL names none."""
    return name_language(parse_qs(urlsplit(url).query).get("lang", [""])[0], DEFAULT_LANGUAGE)


def put_language(url: str, language: str) -> str:
    """The URL with this `lang` and no other; other parameters are kept, a fragment is removed."""
    parts = urlsplit(url)
    others = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return parts._replace(query=urlencode([*others, ("lang", language)]), fragment="").geturl()
