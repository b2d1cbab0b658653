from __future__ import annotations

import pytest

from local.checkup.finding import State
from local.checkup.placeholders import ADVICE, check_placeholders
from local.checkup.settings import read_env_file
from local.doctor import EXAMPLE, examine
from tests.local.findings import COMPLETE

COPIED = read_env_file(EXAMPLE)
NO_NETWORK = {name: COMPLETE[name] for name in ("CLOVA_STT_URL", "CLAUDE_API_URL")}


def test_a_copied_example_is_told_what_to_put_where_its_examples_stand() -> None:
    found = check_placeholders(COPIED, COPIED)

    assert [finding.subject for finding in found] == list(ADVICE)


@pytest.mark.parametrize("name", ADVICE)
def test_what_was_filled_in_is_no_example_any_more(name: str) -> None:
    found = check_placeholders(COPIED | {name: "my-own"}, COPIED)

    assert name not in [finding.subject for finding in found]


def test_an_example_is_neither_connected_to_nor_looked_for_in_aws() -> None:
    found = examine(COPIED | NO_NETWORK | {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"})

    about = [(finding.state, finding.found) for finding in found if finding.subject in ADVICE]
    assert about == [(State.BAD, "still the value of .env.example")] * len(ADVICE)
