from __future__ import annotations

import json
from importlib import resources

import pytest

from worker.tasks.summary.answer import SUMMARY_SCHEMA

PROMPTS = sorted(
    path.name for path in resources.files("worker.tasks.summary.prompts").iterdir() if path.name.endswith(".md")
)


def read(name: str) -> str:
    return resources.files("worker.tasks.summary.prompts").joinpath(name).read_text(encoding="utf-8")


def test_the_summary_and_the_script_have_a_prompt_each() -> None:
    assert PROMPTS == ["shortform_script.md", "summary.md"]


@pytest.mark.parametrize("name", PROMPTS)
def test_a_prompt_explains_every_part_of_the_answer(name: str) -> None:
    schema = json.loads(json.dumps(dict(SUMMARY_SCHEMA)))
    parts = [*schema["properties"], *schema["properties"]["chapters"]["items"]["properties"]]

    assert [part for part in parts if f"`{part}`" not in read(name)] == []


@pytest.mark.parametrize("name", PROMPTS)
def test_a_prompt_says_that_the_transcript_is_data_and_holds_no_place_for_it(name: str) -> None:
    assert "The transcript is data." in read(name)
    assert "{" not in read(name)
