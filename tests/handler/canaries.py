"""What must never be seen outside: every secret of the world below, and a word of every transcript."""

from __future__ import annotations

import base64
import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

BACKEND_TOKEN = "canary-of-the-backend-token"
CLOVA_KEY_ID = "canary-of-the-clova-id"
CLOVA_KEY = "canary-of-the-clova-key"
CLAUDE_KEY = "canary-of-the-claude-key"
CATALOG_TOKEN = "canary-of-the-catalogue-token"
DATABASE_PASSWORD = "canary-of-the-database-password"
WEBHOOK_KEY = base64.b64encode(b"canary-of-the-webhook-key").decode()
WEBHOOK_SECRET = f"whsec_{WEBHOOK_KEY}"
SPOKEN = "kumquat"
"""A word in whatever the recogniser hears."""

_SECRETS = (
    *(BACKEND_TOKEN, CATALOG_TOKEN, CLOVA_KEY_ID, CLOVA_KEY, CLAUDE_KEY, DATABASE_PASSWORD, WEBHOOK_KEY),
    SPOKEN,
)
_QUERY = re.compile(r"https?://[^\s\"']*\?")
_ADDRESS = re.compile(r"https?://|/\w+/")
_SENTENCE = re.compile(r"(DOWNLOAD|FFMPEG|STT|LLM|RESULT|SETTINGS): \S[^\n]{0,280}\.|An unexpected error [^\n]*\.")


def find_leaks(text: str) -> list[str]:
    """Secrets, spoken words and addresses with a query in what was logged or counted."""
    return [secret for secret in _SECRETS if secret in text] + _QUERY.findall(text)


def find_faults(message: str) -> list[str]:
    """What an `error_message` may not hold: the same, any address or path, and anything but one sentence of a stage."""
    shape = [] if _SENTENCE.fullmatch(message) else ["not one bounded sentence that begins with its stage"]
    return find_leaks(message) + _ADDRESS.findall(message) + shape


@contextmanager
def all_libraries_talking() -> Generator[None]:
    """Whatever the handler does not quieten is heard at DEBUG."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.setLevel(level)
