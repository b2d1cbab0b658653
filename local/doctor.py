"""`make doctor`: whether the worker could work with these settings, from this machine. Nothing is paid for.

Settings come from .env and the environment, which wins; what the secret behind `SECRETS_ARN` holds wins over both, as
in the worker.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from local.checkup.aws import Aws, explain
from local.checkup.claude import check_claude
from local.checkup.ffmpeg import check_ffmpeg
from local.checkup.finding import Finding, State, note
from local.checkup.network import check_network
from local.checkup.settings import check_settings, read_env_file, with_defaults

if TYPE_CHECKING:
    from collections.abc import Mapping

ENV_FILE = Path(__file__).parents[1] / ".env"
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
    findings = examine(read_env_file(ENV_FILE) | dict(os.environ))
    Console().print(_table(findings))
    return int(any(finding.state is State.BAD for finding in findings))


def examine(given: Mapping[str, str]) -> list[Finding]:
    """Look at settings, FFmpeg, the network, AWS and Claude.

    Args:
        given: Settings by name, as they were found.
    """
    values = with_defaults(given)
    aws = Aws(values)
    findings = [aws.identity()]
    try:
        values |= aws.secrets()
    except (BotoCoreError, ClientError, ValueError) as problem:
        findings.append(explain("SECRETS_ARN", problem))
    return [
        *check_settings(values),
        *check_ffmpeg(values),
        *check_network(values),
        *findings,
        *aws.buckets(),
        *aws.queue(),
        *aws.table(),
        *check_claude(values),
        note("CLOVA_API_KEY", "not tried: every call to CLOVA is paid"),
    ]


def _table(findings: list[Finding]) -> Table:
    table = Table("", "What", "Found, and what to do", box=None, padding=(0, 2))
    for finding in findings:
        advice = Text(f"\n-> {finding.advice}", style="dim") if finding.advice else ""
        table.add_row(_MARKS[finding.state], Text(finding.subject, no_wrap=True), Text(finding.found).append(advice))
    return table


if __name__ == "__main__":
    sys.exit(main())
