from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.infrastructure.templates import counted_metrics, resources_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.infrastructure.templates import Template

NAMESPACE = "Clipscribe"
CATALOG_STAGES = {"PROBE", "THUMBNAIL", "STORE", "CATALOG_ID", "CATALOG_API", "CATALOG_DB"}
STAGES = CATALOG_STAGES | {"DOWNLOAD", "FFMPEG", "STT", "LLM", "MIX", "CALLBACK"}


@pytest.fixture
def dashboard(stack: Template) -> dict[str, Any]:
    [dashboard] = resources_of(stack, "AWS::CloudWatch::Dashboard").values()
    return json.loads(dashboard["DashboardBody"]["Fn::Sub"].replace("${TimeoutSeconds}", "900"))


SEARCH = re.compile(r"SEARCH\('\{(\w+),([\w,]+)\} MetricName=\"(\w+)\" service=(.+)', '\w+', \d+\)")


def searched(dashboard: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every search on the dashboard: namespace, name and dimensions of what it looks for, once for each service."""
    for widget in dashboard["widgets"]:
        for row in widget["properties"].get("metrics", []):
            if found := SEARCH.fullmatch(row[-1].get("expression", "") if isinstance(row[-1], dict) else ""):
                namespace, dimensions, name, services = found.groups()
                for service in re.findall(r'"([^"]+)"', services):
                    yield namespace, name, dict.fromkeys(dimensions.split(","), "") | {"service": service}


def shown(dashboard: dict[str, Any], namespace: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every metric of a namespace on the dashboard: its name and dimensions; empty where a search takes any."""
    for place, name, dimensions in searched(dashboard):
        if place == namespace:
            yield name, dimensions
    for widget in dashboard["widgets"]:
        for row in widget["properties"].get("metrics", []):
            if row[0] == namespace:
                dimensions = [part for part in row[2:] if isinstance(part, str)]
                yield row[1], dict(zip(dimensions[::2], dimensions[1::2], strict=True))


def test_the_dashboard_shows_every_metric_that_the_worker_counts(dashboard: dict[str, Any]) -> None:
    assert {name for name, _ in shown(dashboard, NAMESPACE)} == counted_metrics() - {"JobAttempt"}


@pytest.mark.parametrize(("name", "free"), [("JobFailedByCode", {"error_code"}), ("JobEnded", {"task", "status"})])
def test_the_dashboard_finds_codes_and_tasks_by_itself(dashboard: dict[str, Any], name: str, free: set[str]) -> None:
    """A search finds only metrics that have just the dimensions it names."""
    searches = [dimensions for _, found, dimensions in searched(dashboard) if found == name]
    assert searches
    assert all(set(dimensions) == {"service", *free} for dimensions in searches)


def test_the_dashboard_shows_the_time_of_every_stage(dashboard: dict[str, Any]) -> None:
    stages = {dimensions["stage"] for name, dimensions in shown(dashboard, NAMESPACE) if name == "StageDuration"}
    assert stages == STAGES


@pytest.mark.parametrize(
    ("namespace", "dimension", "names"),
    [
        ("AWS/SQS", "QueueName", {"${AWS::StackName}-jobs", "${AWS::StackName}-jobs-dead"}),
        ("AWS/Lambda", "FunctionName", {"${AWS::StackName}-worker", "${AWS::StackName}-sweep"}),
    ],
)
def test_the_dashboard_looks_at_resources_by_the_names_they_have(
    stack: Template, dashboard: dict[str, Any], namespace: str, dimension: str, names: set[str]
) -> None:
    given = {resource["Properties"].get(dimension, {}).get("Fn::Sub") for resource in stack["Resources"].values()}
    assert {dimensions[dimension] for _, dimensions in shown(dashboard, namespace)} == names
    assert names <= given


def test_widgets_stay_on_the_grid_and_do_not_overlap(dashboard: dict[str, Any]) -> None:
    cells = [
        (column, row)
        for widget in dashboard["widgets"]
        for column in range(widget["x"], widget["x"] + widget["width"])
        for row in range(widget["y"], widget["y"] + widget["height"])
    ]
    assert len(cells) == len(set(cells))
    assert max(column for column, _ in cells) < 24


def test_every_expression_names_metrics_of_its_own_widget(dashboard: dict[str, Any]) -> None:
    for widget in dashboard["widgets"]:
        options: list[dict[str, Any]] = [row[-1] for row in widget["properties"].get("metrics", [])]
        ids = {option["id"] for option in options if "id" in option}
        formulas = [text for option in options if not SEARCH.match(text := option.get("expression", ""))]
        named = {word for formula in formulas for word in re.findall(r"[a-z]\w*", formula)}
        assert named <= ids


def test_the_dashboard_looks_for_metrics_under_the_service_that_the_worker_is_given(
    stack: Template, dashboard: dict[str, Any]
) -> None:
    variables = stack["Resources"]["Worker"]["Properties"]["Environment"]["Variables"]
    assert variables["POWERTOOLS_SERVICE_NAME"] == {"Ref": "AWS::StackName"}
    services = {dimensions["service"] for _, dimensions in shown(dashboard, NAMESPACE)}
    assert services == {"${AWS::StackName}", "${AWS::StackName}-catalog"}
