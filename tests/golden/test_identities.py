"""What a job, an upload, its files and its callbacks are called, from the words of the message to the last letter.

Workers of two releases get the same messages: by these names they know that a job is the same one, and the backend
that it was told an end before.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.builders import s3_message
from tests.golden.stored.files import FOLDER
from tests.golden.stored.handover import TRACK, Handover, send
from tests.golden.stored.stores import Stored
from tests.handler.stage import Stage
from tests.tasks.catalog.stage import CatalogStage
from worker.jobs import errors
from worker.jobs.errors import JobError

FILES = ("catalog", "segment_mix", "summary")


def read_cases() -> dict[str, dict[str, Any]]:
    """By name: the `message`, which `tracks` there are, and what is `called` how."""
    texts = {file: (FOLDER / "identities" / f"{file}.json").read_text(encoding="utf-8") for file in FILES}
    return {f"{file}: {name}": case for file, text in texts.items() for name, case in json.loads(text).items()}


CASES = read_cases()


def name_all(name: str) -> dict[str, list[str]]:
    """The names that a message leads to: items of the table, objects and folders of the bucket, ids of callbacks."""
    case, handover = CASES[name], Handover()
    handover.stores.bucket.objects = {track: Stored(TRACK) for track in case.get("tracks", [])}
    stage = handover.catalog_stage() if name.startswith("catalog: ") else handover.stage()
    send(stage, case["message"])
    pictures = stage.thumbnails.kept if isinstance(stage, CatalogStage) else {}
    written = {re.sub(r"^(work/.+/)[^/]+$", r"\1", key) for key in {*handover.stores.bucket.written, *pictures}}
    return {
        "items": sorted("/".join(item) for item in handover.stores.table.items),
        "objects": sorted(written),
        "told": [f"{json.loads(callback.body)['status']} {callback.event_id}" for callback in stage.backend.told],
    }


@pytest.mark.parametrize("name", CASES)
def test_a_message_leads_to_the_names_that_it_always_led_to(name: str) -> None:
    assert name_all(name) == CASES[name]["called"]


@pytest.mark.parametrize(
    ("condition", "event_id"),
    [
        ("SOURCE_GONE", "msg_ed80d87514024fbd4af7b61f93a1d2b1"),
        ("NO_AUDIO", "msg_00696280dd47d1ec08292bff4f58c242"),
        ("STT_NO_ANSWER", "msg_86a5e694dba89d6110c06fd15fbecb33"),
        ("STT_REJECTED", "msg_94c0d7dca7d58bc18966e7d1fb939f3d"),
        ("LLM_NO_ANSWER", "msg_4acc3ff87b2260fe4c4f24a9b6cc3d65"),
        ("LLM_REFUSED", "msg_6bb7cece624cb72b74fe4bb9fa351c94"),
        ("UNEXPECTED", "msg_992bea4d829197578898e6b65185623e"),
    ],
)
def test_a_failed_is_told_under_the_id_that_its_code_always_had(condition: str, event_id: str) -> None:
    stage = Stage()
    stage.videos.error = JobError(getattr(errors, condition), "WHY: it was so.")

    stage.invoke(s3_message())

    assert [callback.event_id for callback in stage.backend.told] == [event_id]
