from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.checkup.finding import State
from local.checkup.settings import check_settings, read_env_file
from tests.local.findings import COMPLETE, states

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("NAME=value", "value"),
        ("NAME=", ""),
        ("NAME=value # a comment", "value"),
        ("export NAME='two words'", "two words"),
        ('NAME="two words"', "two words"),
        ("NAME=https://host/?lang=Kor", "https://host/?lang=Kor"),
    ],
)
def test_an_env_file_is_read_as_a_shell_reads_it(line: str, value: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"# a comment\n\n{line}\n")

    assert read_env_file(tmp_path / ".env") == {"NAME": value}


def test_no_env_file_is_no_settings(tmp_path: Path) -> None:
    assert read_env_file(tmp_path / ".env") == {}


def test_missing_settings_are_named_together() -> None:
    (finding,) = check_settings(COMPLETE | {"CLOVA_API_KEY": "", "VIDEO_BUCKET_NAME": " "})

    assert (finding.state, finding.found) == (State.BAD, "missing: VIDEO_BUCKET_NAME, CLOVA_API_KEY")


@pytest.mark.parametrize(("name", "value"), [("MAX_RETRIES", "many"), ("VIDEO_TASK", "dubbing")])
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    assert states(check_settings(COMPLETE | {name: value})) == {name: State.BAD}
