from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.infrastructure.templates import Template, lint, read_template, transform_template

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAMED = {"FunctionName": "worker", "EventSourceArn": "arn:aws:sqs:ap-northeast-2:000000000000:jobs"}
USED = ("ProcessingEnabled", "BatchSize", "MaximumConcurrency")
BROKEN: dict[str, tuple[Mapping[str, object], str]] = {
    "a wrong word": ({"FunctionResponseTypes": ["ReportBatchFailures"]}, "E3030"),
    "a number out of range": ({"ScalingConfig": {"MaximumConcurrency": 1}}, "E3034"),
    "a misspelt property": ({"BatchSiz": 1}, "E3002"),
    "a missing resource": ({"FunctionName": {"Ref": "Wrker"}}, "E1020"),
}
SMALL = "the source alone"
PACKAGED = "https://templates.s3.ap-northeast-2.amazonaws.com/watching.yaml"
WHOLE = ("template.yaml", "stacks/watching.yaml")


def make_small(stack: Template, changes: Mapping[str, object]) -> Template:
    """The source of messages without what it names, and changed."""
    source = stack["Resources"]["JobSource"]
    changed = {**source, "Properties": {**source["Properties"], **NAMED, **changes}}
    return {"Parameters": {name: stack["Parameters"][name] for name in USED}, "Resources": {"JobSource": changed}}


@pytest.fixture(scope="module")
def found(stack: Template, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the linter says of a small part of the template, and of that part with each of the mistakes."""
    small = {SMALL: make_small(stack, {}), **{name: make_small(stack, broken) for name, (broken, _) in BROKEN.items()}}
    return lint(small, tmp_path_factory.mktemp("lint"))


@pytest.mark.long
def test_the_templates_as_they_are_deployed_have_nothing_to_object_to(tmp_path: Path) -> None:
    whole = {path: transform_template(read_template(path)) for path in WHOLE}
    whole["template.yaml"]["Resources"]["Watching"]["Properties"]["TemplateURL"] = PACKAGED

    assert lint(whole, tmp_path) == {path: [] for path in WHOLE}


def test_a_part_of_a_template_as_it_is_deployed_has_nothing_to_object_to(found: dict[str, list[str]]) -> None:
    assert found[SMALL] == []


@pytest.mark.parametrize("name", BROKEN)
def test_the_lint_sees(found: dict[str, list[str]], name: str) -> None:
    assert BROKEN[name][1] in [finding.split()[0] for finding in found[name]]
