"""Settings, template, .env.example and both READMEs tell one story."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.infrastructure.templates import read_template
from worker.tasks.catalog.settings import CatalogSettings
from worker.tasks.summary.settings import Settings

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.ko.md"]

# Read by boto3, Powertools and SQS, not by our settings.
OF_OTHERS = {"AWS_ENDPOINT_URL", "POWERTOOLS_SERVICE_NAME", "SQS_VISIBILITY_TIMEOUT_SECONDS"}
# On a laptop APP_ENV is dev; a queue's address explains itself only when it is there; a secret prints as stars.
SHOWN_FILLED = {"APP_ENV", "DATABASE_URL", "DB_PASSWORD", "SQS_QUEUE_URL", "WEBHOOK_SECRET"}
# Set by Lambda, or kept in the secret.
NOT_IN_THE_TEMPLATE = {
    "AWS_REGION",
    "BACKEND_INTERNAL_TOKEN",
    "CLAUDE_API_KEY",
    "CLOVA_API_KEY",
    "CLOVA_API_KEY_ID",
    "DATABASE_URL",
    "DB_PASSWORD",
    "INTERNAL_TOKEN",
    "WEBHOOK_SECRET",
}
SUMMARY = {name.upper() for name in Settings.model_fields} | OF_OTHERS
CATALOG = {name.upper() for name in CatalogSettings.model_fields}
KNOWN = SUMMARY | CATALOG
FIELDS = {**Settings.model_fields, **CatalogSettings.model_fields}


@pytest.mark.parametrize(
    ("function", "settings"),
    [("Worker", SUMMARY), ("CatalogWorker", CATALOG | {"AWS_ENDPOINT_URL", "POWERTOOLS_SERVICE_NAME"})],
)
def test_the_template_sets_every_setting_of_a_function_and_no_other(function: str, settings: set[str]) -> None:
    variables = set(read_template()["Resources"][function]["Properties"]["Environment"]["Variables"])

    assert variables == settings - NOT_IN_THE_TEMPLATE


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


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_table_lists_every_setting(readme: str) -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / readme).read_text(), re.MULTILINE)

    assert set(rows) >= KNOWN
    assert set(rows) - KNOWN == set()


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_defaults_are_the_settings_defaults(readme: str) -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)` \|", (ROOT / readme).read_text(), re.MULTILINE))
    defaults = {name.upper(): str(field.default) for name, field in FIELDS.items()}

    assert {name: value for name, value in rows.items() if name in defaults} == {
        name: defaults[name] for name in rows if name in defaults
    }


@pytest.mark.parametrize("readme", READMES)
def test_every_make_target_that_a_readme_names_exists(readme: str) -> None:
    targets = set(
        re.findall(r"^([a-z-]+):.*## ", "".join(path.read_text() for path in (ROOT / "mk").glob("*.mk")), re.MULTILINE)
    )
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / readme).read_text(), re.MULTILINE))

    assert named <= targets


def test_both_readmes_have_the_same_commands_and_the_same_headings_deep() -> None:
    english, korean = ((ROOT / readme).read_text() for readme in READMES)

    def commands(text: str) -> list[str]:
        blocks = re.findall(r"```bash\n(.*?)```", text, re.DOTALL)
        return [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]

    def levels(text: str) -> list[str]:
        return re.findall(r"^(#+) ", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)

    assert commands(english) == commands(korean)
    assert levels(english) == levels(korean)


def test_every_link_into_the_repository_leads_somewhere() -> None:
    for readme in READMES:
        for target in re.findall(r"\]\((?!https?://|#)([^)]+)\)", (ROOT / readme).read_text()):
            assert (ROOT / target).exists(), f"{readme}: {target}"


def test_every_source_that_the_code_names_is_described() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "docs" / "sources.md").read_text(), re.MULTILINE)
    code = [path for folder in ("bench", "function", "tests") for path in (ROOT / folder).rglob("*.py")]
    named = [name for path in code for name in re.findall(r"docs/sources\.md,\s+(\w+(?: and \w+)?)", path.read_text())]

    assert named
    assert set(named) <= set(headings)
