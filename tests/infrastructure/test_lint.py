from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from tests.infrastructure.templates import lint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.infrastructure.templates import Template


def test_the_transformed_template_has_nothing_to_object_to(stack: Template, tmp_path: Path) -> None:
    assert lint(stack, tmp_path) == []


def set_source(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(resources: dict[str, Any]) -> None:
        resources["JobSource"]["Properties"][name] = value

    return change


def refer_to_nothing(resources: dict[str, Any]) -> None:
    resources["JobSource"]["Properties"]["FunctionName"] = {"Ref": "Wrker"}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (set_source("FunctionResponseTypes", ["ReportBatchFailures"]), "E3030"),
        (set_source("ScalingConfig", {"MaximumConcurrency": 1}), "E3034"),
        (set_source("BatchSiz", 1), "E3002"),
        (refer_to_nothing, "E1020"),
    ],
    ids=["a wrong word", "a number out of range", "a misspelt property", "a missing resource"],
)
def test_the_lint_sees(stack: Template, tmp_path: Path, change: Callable[[dict[str, Any]], None], rule: str) -> None:
    broken = copy.deepcopy(stack)
    change(broken["Resources"])
    assert rule in [finding.split()[0] for finding in lint(broken, tmp_path)]
