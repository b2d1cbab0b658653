"""Settings, prices, template, .env.example and the documents tell one story."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.infrastructure.templates import list_hidden, read_stack
from worker.llm.model import ModelUsage
from worker.llm.prices import AS_OF, price_tokens
from worker.speech.billing import price_speech
from worker.tasks.catalog.settings import CatalogSettings
from worker.tasks.summary.settings import Settings

ROOT = Path(__file__).parents[1]

# Read by boto3, Powertools and SQS, not by our settings.
OF_OTHERS = {"AWS_ENDPOINT_URL", "POWERTOOLS_SERVICE_NAME", "SQS_VISIBILITY_TIMEOUT_SECONDS"}
# On a laptop APP_ENV is dev; a queue's address explains itself only when it is there; a secret prints as stars.
SHOWN_FILLED = {"APP_ENV", "DATABASE_URL", "DB_PASSWORD", "SQS_QUEUE_URL", "WEBHOOK_SECRET"}
SUMMARY = {name.upper() for name in Settings.model_fields} | OF_OTHERS
CATALOG = {name.upper() for name in CatalogSettings.model_fields}
KNOWN = SUMMARY | CATALOG
FIELDS = {**Settings.model_fields, **CatalogSettings.model_fields}
FIELDS_BY_NAME = {name.upper(): field for name, field in FIELDS.items()}


def read_settings_table(page: str) -> list[tuple[str, str]]:
    """The name and, where it is a value, the default of each row of a page's tables of settings."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) ?\|", (ROOT / page).read_text(), re.MULTILINE)
    return [(name, default.strip("`") if default.startswith("`") else "") for name, default in rows]


@pytest.mark.parametrize(
    ("function", "settings"),
    [("Worker", SUMMARY), ("CatalogWorker", CATALOG | {"AWS_ENDPOINT_URL", "POWERTOOLS_SERVICE_NAME"})],
)
def test_the_template_sets_every_setting_of_a_function_and_no_other(function: str, settings: set[str]) -> None:
    variables = set(read_stack()["Resources"][function]["Properties"]["Environment"]["Variables"])

    assert variables == settings - list_hidden(Settings) - list_hidden(CatalogSettings)


def test_the_example_file_lists_every_setting_with_a_line_on_it() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    found = {line.partition("=")[0]: before for before, line in pairwise(lines) if "=" in line and line[0] != "#"}

    assert set(found) == KNOWN
    assert all(before.startswith("# ") for before in found.values())


def test_the_example_file_shows_the_defaults() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    shown = dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
    optional = {name.upper(): field for name, field in FIELDS.items() if not field.is_required()}
    defaults = {name: str(field.default) for name, field in optional.items() if name not in SHOWN_FILLED}

    assert {name: shown[name] for name in defaults} == defaults


def test_the_page_of_the_settings_lists_every_setting() -> None:
    assert {name for name, _ in read_settings_table("docs/settings.md")} == KNOWN


def test_ten_settings_are_on_the_entry_page() -> None:
    names = [name for name, _ in read_settings_table("README.md")]

    assert len(names) == len(set(names) & KNOWN) == 10
    assert read_settings_table("README.ko.md") == read_settings_table("README.md")


@pytest.mark.parametrize("page", ["docs/settings.md", "README.md"])
def test_the_defaults_of_a_page_are_the_settings_defaults(page: str) -> None:
    told = {name: default for name, default in read_settings_table(page) if default and name in FIELDS_BY_NAME}

    assert told
    assert told == {name: str(FIELDS_BY_NAME[name].default) for name in told}


def test_every_alarm_has_a_line_that_says_what_to_do() -> None:
    resources = read_stack()["Resources"]
    alarms = {name for name, one in resources.items() if one["Type"] == "AWS::CloudWatch::Alarm"}

    assert set(re.findall(r"^\| `(\w+Alarm)` \|", (ROOT / "docs/operations.md").read_text(), re.MULTILINE)) == alarms


@pytest.mark.parametrize("page", ["README.md", "README.ko.md", "docs/costs.md"])
def test_the_costs_of_an_hour_are_those_of_the_price_tables(page: str) -> None:
    text = (ROOT / page).read_text()
    dollars = price_tokens("claude-haiku-5-5", ModelUsage(25_000, 3_000))

    assert f"{price_speech(3_810):,.0f} KRW" in text
    assert f"{dollars:.3f} USD" in text
    assert {AS_OF, "25,000", "3,000"} <= set(re.findall(r"[\d,-]*\d", text))


def test_every_source_that_the_code_names_is_described() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "docs" / "sources.md").read_text(), re.MULTILINE)
    code = [path for folder in ("bench", "function", "tests") for path in (ROOT / folder).rglob("*.py")]
    named = [name for path in code for name in re.findall(r"docs/sources\.md,\s+(\w+(?: and \w+)?)", path.read_text())]

    assert named
    assert set(named) <= set(headings)
