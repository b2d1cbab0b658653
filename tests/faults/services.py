"""The services' stand-ins, which know whose request they answer: scripts go by job, and all is written down."""

from __future__ import annotations

import hashlib
import json
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.standins.backend import BackendStandIn
from local.standins.claude import ClaudeStandIn
from local.standins.clova import ClovaStandIn
from local.standins.speech import decode
from tests.faults.history import Charge, History, Post
from tests.faults.scripts import Scripts
from tests.faults.sounds import hear
from tests.faults.task_services import Catalog, Editor
from tests.handler.canaries import (
    BACKEND_TOKEN,
    CATALOG_TOKEN,
    CLAUDE_KEY,
    CLOVA_KEY,
    CLOVA_KEY_ID,
    SPOKEN,
    WEBHOOK_SECRET,
)

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from local.standins.faults import Fault
    from local.standins.wire import Reply, Request

_SAID = re.compile(rf"{SPOKEN} number (\d+) clip".encode())
_JOB = re.compile(r"/jobs/job-(\d+)/")


class Clova(ClovaStandIn):
    """Hears the number that each clip says."""

    def __init__(self, history: History) -> None:
        super().__init__(_repeat, key_id=CLOVA_KEY_ID, key=CLOVA_KEY)
        self.scripts = Scripts()
        self._history = history

    def choose(self, request: Request) -> Fault:
        number, _ = hear(decode(request.body).pcm())
        return self.scripts.next(number)

    def answer(self, request: Request) -> Reply:
        number, clip = hear(decode(request.body).pcm())
        self._history.charges[number].append(Charge(time.time(), number, f"clip {clip}"))
        return super().answer(request)


class Claude(ClaudeStandIn):
    """Finds the number in the transcript."""

    def __init__(self, history: History) -> None:
        super().__init__(key=CLAUDE_KEY)
        self.scripts = Scripts()
        self._history = history

    def choose(self, request: Request) -> Fault:
        return self.scripts.next(_said(request.body))

    def answer(self, request: Request) -> Reply:
        number = _said(request.body)
        self._history.charges[number].append(Charge(time.time(), number, "summary"))
        return super().answer(request)


class Backend(BackendStandIn):
    """Keeps who was told what; the number is the transcript's, and for FAILED the job's."""

    def __init__(self, history: History) -> None:
        super().__init__(token=BACKEND_TOKEN, secret=WEBHOOK_SECRET)
        self.scripts = Scripts()
        self._history = history

    def choose(self, request: Request) -> Fault:
        return self.scripts.next(_job(request))

    def answer(self, request: Request) -> Reply:
        status = json.loads(request.body)["status"]
        number = _said(request.body) if status == "DONE" else _job(request)
        digest = hashlib.sha256(request.body).hexdigest()
        post = Post(time.time(), number, status, request.headers["webhook-id"], digest)
        self._history.posts[number].append(post)
        return super().answer(request)


def _repeat(pcm: bytes) -> str:
    number, clip = hear(pcm)
    return f"{SPOKEN} number {number} clip {clip}."


def _said(body: bytes) -> int:
    said = _SAID.search(body)
    return int(said[1]) if said else -1


def _job(request: Request) -> int:
    named = _JOB.search(request.path)
    return int(named[1]) if named else -1


@dataclass(frozen=True)
class Services:
    """All of them."""

    clova: Clova
    claude: Claude
    backend: Backend
    catalog: Catalog
    editor: Editor

    @property
    def settings(self) -> dict[str, str]:
        """The settings that point at them."""
        return {
            "BACKEND_BASE_URL": self.backend.url,
            "BACKEND_INTERNAL_TOKEN": BACKEND_TOKEN,
            "WEBHOOK_SECRET": WEBHOOK_SECRET,
            "CLOVA_STT_URL": self.clova.stt_url("Eng"),
            "CLOVA_API_KEY_ID": CLOVA_KEY_ID,
            "CLOVA_API_KEY": CLOVA_KEY,
            "CLAUDE_API_URL": self.claude.messages_url,
            "CLAUDE_API_KEY": CLAUDE_KEY,
            "CATALOG_API_BASE": self.catalog.base_url,
            "INTERNAL_TOKEN": CATALOG_TOKEN,
            "CALLBACK_ALLOWED_ORIGINS": f"{self.backend.url},{self.editor.url}",
        }


@contextmanager
def running_services(history: History, database: Path) -> Generator[Services]:
    """All of them on free ports of loopback; the catalogue's API writes into this database."""
    services = Services(Clova(history), Claude(history), Backend(history), Catalog(history, database), Editor(history))
    with services.clova, services.claude, services.backend, services.catalog, services.editor:
        yield services
