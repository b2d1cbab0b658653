from __future__ import annotations

import pytest

from tests.infrastructure.templates import ROOT, Template
from worker.settings import Settings

LINES = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
EXAMPLE = dict(line.split("=", 1) for line in LINES if line and not line.startswith("#"))
FIELDS = {name.upper(): field for name, field in Settings.model_fields.items()}

# On a laptop APP_ENV is dev; a queue's address explains itself only when it is there; a secret prints as stars.
SHOWN_FILLED = {"APP_ENV", "SQS_QUEUE_URL", "WEBHOOK_SECRET"}


def test_the_example_has_every_setting_and_every_variable_of_the_template(template: Template) -> None:
    variables = template["Resources"]["Worker"]["Properties"]["Environment"]["Variables"]
    assert set(EXAMPLE) == {*FIELDS, *variables}


@pytest.mark.parametrize("name", EXAMPLE)
def test_a_comment_stands_above(name: str) -> None:
    [index] = [index for index, line in enumerate(LINES) if line.startswith(f"{name}=")]
    assert LINES[index - 1].startswith("# ")


@pytest.mark.parametrize(
    "name", sorted({name for name, field in FIELDS.items() if not field.is_required()} - SHOWN_FILLED)
)
def test_an_optional_setting_shows_its_default(name: str) -> None:
    assert EXAMPLE[name] == str(FIELDS[name].default)
