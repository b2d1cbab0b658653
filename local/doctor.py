"""`make doctor`: whether the worker could work with these settings, from this machine. Nothing is paid for.

Settings come from .env and the environment, which wins; with `STACK=name` those of that stack's worker win over both.
What the secret behind `SECRETS_ARN` holds wins over all, as in the worker.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from local.checkup.access import LOOK_FAILURES, Access, explain
from local.checkup.aws import Aws
from local.checkup.claude import check_claude
from local.checkup.clova_speech import check_clova_speech
from local.checkup.deployed import read_deployed
from local.checkup.env_file import check_env_file
from local.checkup.ffmpeg import check_ffmpeg
from local.checkup.finding import Finding, State, note
from local.checkup.network import check_network
from local.checkup.permissions import check_permissions
from local.checkup.placeholders import check_placeholders
from local.checkup.settings import check_settings, read_env_file, with_defaults

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
ENV_FILE = ROOT / ".env"
EXAMPLE = ENV_FILE.with_name(".env.example")
_MARKS = {
    State.GOOD: Text("ok", style="green"),
    State.NOTE: Text("note", style="yellow"),
    State.BAD: Text("failed", style="red"),
}


def main() -> int:
    """Look at everything and show it.

    Returns:
        1 where something would make jobs fail, else 0.
    """
    values, refused = read_deployed(read_env_file(ENV_FILE) | dict(os.environ))
    written = check_env_file(ENV_FILE, read_env_file(EXAMPLE), os.environ)
    findings = refused or [*written, *examine(values)]
    show_findings(Console(), findings)
    return int(any(finding.state is State.BAD for finding in findings))


def examine(given: Mapping[str, str]) -> list[Finding]:
    """Look at settings, FFmpeg, the network, AWS, Claude and CLOVA Speech.

    Args:
        given: Settings by name, as they were found.
    """
    values = with_defaults(given)
    examples = check_placeholders(values, read_env_file(EXAMPLE))
    unfilled = {finding.subject for finding in examples}
    filled = {name: value for name, value in values.items() if name not in unfilled}
    secrets, in_aws = _examine_aws(filled)
    values |= secrets
    return [
        *check_settings(values),
        *examples,
        *check_ffmpeg(values),
        *check_network(filled),
        *(finding for finding in in_aws if finding.subject not in unfilled),
        *check_claude(values),
        *check_clova_speech(values),
        note("CLOVA_API_KEY", "not tried: every call to CLOVA is paid"),
    ]


def _examine_aws(values: Mapping[str, str]) -> tuple[dict[str, str], list[Finding]]:
    """Returns what the secret holds, and the findings; without credentials there is nothing more to find."""
    access = Access(values)
    aws = Aws(access, values)
    findings, secrets = [aws.identity()], dict[str, str]()
    if findings[0].state is State.BAD:
        return secrets, [
            *findings,
            note("AWS", "bucket, queue, secret and permissions not checked: credentials come first"),
        ]
    try:
        secrets = aws.secrets()
    except LOOK_FAILURES as problem:
        findings.append(explain("SECRETS_ARN", problem))
    return secrets, [*findings, *aws.buckets(), *aws.queue(), *aws.table(), *check_permissions(access, values)]


def show_findings(console: Console, findings: list[Finding]) -> None:
    """Print them as a table."""
    table = Table("", "What", "Found, and what to do", box=None, padding=(0, 2, 0, 0))
    for finding in findings:
        advice = Text(f"\n-> {finding.advice}", style="dim") if finding.advice else ""
        found = Text(finding.found, overflow="fold").append(advice)
        table.add_row(_MARKS[finding.state], Text(finding.subject, no_wrap=True), found)
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
