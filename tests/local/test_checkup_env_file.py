from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.checkup.env_file import check_env_file
from local.checkup.finding import State
from local.checkup.settings import read_env_file
from local.doctor import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from local.checkup.finding import Finding

SETTINGS = read_env_file(EXAMPLE)


def check(folder: Path, text: str, **environ: str) -> list[Finding]:
    (folder / ".env").write_bytes(text.encode())
    return check_env_file(folder / ".env", SETTINGS, environ)


@pytest.mark.parametrize(
    "line", ["CLAUDE_MODEL = x", "claude_model=x", "CLAUDE_MODEL: x", "WEBHOOK_SECRET=two words", "NAME='half"]
)
def test_a_line_that_is_not_understood_is_named_by_its_number_and_not_quoted(line: str, tmp_path: Path) -> None:
    [finding] = check(tmp_path, f"# a comment\n\nLOG_LEVEL=INFO\n{line}\n")

    assert (finding.subject, finding.state) == (".env line 4", State.BAD)
    assert line not in finding.found + finding.advice


def test_the_example_file_is_understood_to_its_last_line() -> None:
    assert check_env_file(EXAMPLE, SETTINGS, {}) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("CLAUDE_MODLE", "CLAUDE_MODEL"),
        ("CLAUDE_KEY", "CLAUDE_API_KEY"),
        ("AWS_REGON", "AWS_REGION"),
        ("VIDEO_BUCKET", "VIDEO_BUCKET_NAME"),
        ("WEBHOOK_SECRETS", "WEBHOOK_SECRET"),
    ],
)
def test_a_name_that_is_nearly_a_settings_is_told_with_the_one_that_is_meant(
    name: str, meant: str, tmp_path: Path
) -> None:
    [finding] = check(tmp_path, f"{name}=x\n")

    assert (finding.subject, finding.state) == (name, State.BAD)
    assert f"did you mean {meant}?" in finding.found


def test_a_near_name_in_the_environment_may_be_somebody_elses(tmp_path: Path) -> None:
    [finding] = check(tmp_path, "", LOGLEVEL="x", HOME="/root", PATH="/bin", DB_USERNAME="x")

    assert (finding.subject, finding.state) == ("LOGLEVEL", State.NOTE)


def test_a_name_of_boto3_is_no_misspelt_setting(tmp_path: Path) -> None:
    assert check(tmp_path, "AWS_CA_BUNDLE=/ca.pem\n") == []
    assert check(tmp_path, "", AWS_CA_BUNDLE="/ca.pem", AWS_ENDPOINT_URL_S3="x") == []


def test_windows_line_ends_are_told_with_the_command_that_mends_them(tmp_path: Path) -> None:
    [finding] = check(tmp_path, "LOG_LEVEL=INFO\r\nDB_USER=x\r\n")

    assert (finding.subject, finding.state) == (".env", State.BAD)
    assert finding.advice == r"sed -i 's/\r$//' .env"


def test_a_near_name_beside_the_setting_itself_means_something_else(tmp_path: Path) -> None:
    assert check(tmp_path, "CLAUDE_MODELS=a,b\nCLAUDE_MODEL=a\n") == []


def test_without_a_file_there_is_nothing_to_find(tmp_path: Path) -> None:
    assert check_env_file(tmp_path / ".env", SETTINGS, {}) == []
