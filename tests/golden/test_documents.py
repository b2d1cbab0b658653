"""The documents that a summary leaves in the bucket: names, types and bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.golden.scenes.summaries import SUMMARIES
from tests.golden.seeing import still
from tests.golden.writing import BUCKET, WrittenResults
from tests.handler.ledger_states import NOW
from tests.handler.stage import Stage

RESULTS = Path(__file__).with_name("results")
SCHEMA = Path(__file__).parents[2] / "schemas/result.schema.json"
TYPES = {
    "srt": "application/x-subrip; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
ADDED = {"created_at", "srt_key", "vtt_key"}
"""Fields that the first documents did not have."""

WITH_SUBTITLES = ["summary-done", "summary-partial", "summary-failed-paid"]
WITHOUT_WORDS = ["summary-silent", "summary-failed"]
SCENES = [*WITH_SUBTITLES, *WITHOUT_WORDS]


def write(scene: str) -> list[dict[str, Any]]:
    results = WrittenResults()
    SUMMARIES[scene](Stage(results=results, clock=lambda: NOW))
    return results.s3.puts


@pytest.mark.parametrize("scene", SCENES)
def test_every_document_has_these_bytes(scene: str) -> None:
    written = {put["Key"].rpartition(".")[2]: still(put["Body"]) for put in write(scene)}

    assert written == {path.suffix[1:]: path.read_bytes() for path in RESULTS.glob(f"{scene}.*")}


@pytest.mark.parametrize("scene", WITH_SUBTITLES)
def test_subtitles_are_written_first_and_each_document_under_its_name_and_type(scene: str) -> None:
    puts = [{name: value for name, value in put.items() if name != "Body"} for put in write(scene)]

    assert puts == [
        {"Bucket": BUCKET, "Key": f"results/123/987654321.{name}", "ContentType": kind} for name, kind in TYPES.items()
    ]


@pytest.mark.parametrize("scene", WITHOUT_WORDS)
def test_without_words_there_are_no_subtitles(scene: str) -> None:
    assert [put["Key"] for put in write(scene)] == ["results/123/987654321.json"]


@pytest.mark.parametrize("document", [f"{scene}.json" for scene in SCENES])
def test_what_was_written_once_follows_the_published_schema(document: str) -> None:
    written = json.loads((RESULTS / document).read_bytes())

    follow(written)


@pytest.mark.parametrize("document", [f"{scene}.json" for scene in SCENES])
def test_what_releases_before_have_written_follows_the_published_schema(document: str) -> None:
    written = json.loads((RESULTS / document).read_bytes())

    follow({name: value for name, value in written.items() if name not in ADDED})


def follow(document: dict[str, Any]) -> None:
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))  # pyright: ignore[reportUnknownMemberType] - jsonschema's stubs are partial
