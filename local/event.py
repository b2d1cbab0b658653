"""events/s3.json, the event of `sam local invoke`, made to fit the upload that is really there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

EVENT = Path(__file__).parents[1] / "events/s3.json"


def read_key() -> str:
    """The object that the event is about."""
    return _source(_notification())["key"]


def event_of(version: str) -> dict[str, Any]:
    """The event, naming a version; the committed one names none, since each upload has another."""
    notification = _notification()
    _source(notification)["versionId"] = version
    event = json.loads(EVENT.read_text())
    event["Records"][0]["body"] = json.dumps(notification)
    return event


def _notification() -> dict[str, Any]:
    return json.loads(json.loads(EVENT.read_text())["Records"][0]["body"])


def _source(notification: dict[str, Any]) -> dict[str, Any]:
    return notification["Records"][0]["s3"]["object"]
