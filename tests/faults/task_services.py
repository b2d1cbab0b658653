"""The stand-ins of the catalogue's API and of the editor who orders mixes; they know whose request they answer."""

from __future__ import annotations

import hashlib
import json
import re
import time
from functools import partial
from typing import TYPE_CHECKING

from local.catalog_database import keep_content
from local.standins.catalog import CatalogStandIn
from local.standins.editor import EditorStandIn
from tests.faults.history import History, Post
from tests.faults.scripts import Scripts
from tests.handler.canaries import CATALOG_TOKEN

if TYPE_CHECKING:
    from pathlib import Path

    from local.standins.faults import Fault
    from local.standins.wire import Reply, Request

_JOB = re.compile(r"job-(\d+)")
_STATUSES = {"segment_mix_started": "STARTED", "segment_mix_completed": "DONE", "failed": "FAILED"}


class Catalog(CatalogStandIn):
    """Writes what it takes into the database that the worker writes to; the number is the description's."""

    def __init__(self, history: History, database: Path) -> None:
        super().__init__(token=CATALOG_TOKEN, keep=partial(keep_content, database))
        self.scripts = Scripts()
        self._history = history

    def choose(self, request: Request) -> Fault:
        return self.scripts.next(_number(request.body.decode()))

    def answer(self, request: Request) -> Reply:
        reply = super().answer(request)
        self._history.contents[_number(request.body.decode())].append(int(request.path.split("/")[4]))
        return reply


class Editor(EditorStandIn):
    """Keeps what it was told of each mix."""

    def __init__(self, history: History) -> None:
        super().__init__()
        self.scripts = Scripts()
        self._history = history

    def choose(self, request: Request) -> Fault:
        return self.scripts.next(_number(request.path))

    def answer(self, request: Request) -> Reply:
        number, digest = _number(request.path), hashlib.sha256(request.body).hexdigest()
        status = _STATUSES[json.loads(request.body)["status"]]
        post = Post(time.time(), number, status, request.headers["webhook-id"], digest)
        self._history.posts[number].append(post)
        return super().answer(request)


def _number(text: str) -> int:
    named = _JOB.search(text)
    return int(named[1]) if named else -1
