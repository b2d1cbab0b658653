"""Lines of .env that nobody understands, and names that are nearly those of settings."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from local.checkup.finding import Finding, bad, note
from local.checkup.settings import LINE, read_env_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

_NEAR = 0.8
"""CLAUDE_KEY is as near to CLAUDE_API_KEY; DB_USERNAME is further from DB_USER."""


def check_env_file(path: Path, settings: Collection[str], environ: Mapping[str, str]) -> list[Finding]:
    """Look for what would silently count for nothing.

    Args:
        path: Of .env, which need not be there.
        settings: The names of all.
        environ: The environment: a name there may be somebody else's, so a near one is only noted.
    """
    in_file = read_env_file(path)
    given = {name for name, value in {**in_file, **environ}.items() if value.strip()}
    written = _find_near(in_file, settings, given)
    others = {name for name in environ.keys() - in_file.keys() if not name.startswith("AWS_")}
    around = _find_near(others, settings, given)
    return [
        *_find_windows_ends(path),
        *_find_unread(path),
        *(bad(name, f"no setting; {text}", "correct the name in .env") for name, text in written),
        *(note(name, f"in the environment, and no setting; {text}") for name, text in around),
    ]


def _find_windows_ends(path: Path) -> Iterator[Finding]:
    """A shell that sources the file takes the carriage return for the end of each value."""
    if path.is_file() and b"\r\n" in path.read_bytes():
        yield bad(".env", "line ends are Windows'", r"sed -i 's/\r$//' .env")


def _find_unread(path: Path) -> Iterator[Finding]:
    """Without what stands there, which may be a secret."""
    lines = path.read_text().splitlines() if path.is_file() else []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text and not text.startswith("#") and not LINE.fullmatch(line):
            advice = "write NAME=value, in capitals, without spaces around =; a value with spaces in quotes"
            yield bad(f".env line {number}", "not understood, so it counts for nothing", advice)


def _find_near(names: Collection[str], settings: Collection[str], given: Collection[str]) -> Iterator[tuple[str, str]]:
    """Names that are no settings, each with the setting that is meant: one that is not given itself.

    A name that begins with `AWS_` is boto3's own, and can only mean another one of those.
    """
    for name in sorted(set(names) - set(settings)):
        for meant in get_close_matches(name, settings, n=1, cutoff=_NEAR):
            if meant not in given and (meant.startswith("AWS_") or not name.startswith("AWS_")):
                yield name, f"did you mean {meant}?"
