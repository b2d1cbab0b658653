"""Rows and claims as lines of a table and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.jobs.board import Claim, Row

_UNITS = f"{'wall s':>8}{'CPU s':>8}{'mem MB':>8}{'disk MB':>8}{'S3 MB':>9}{'billed s':>9}{'GB-s':>8}"
HEAD = f"{'a job, end to end':<34}{_UNITS}\n"


def write_row(row: Row) -> str:
    """One line under `HEAD`."""
    run = row.run
    figures = f"{run.wall:8.1f}{run.cpu:8.1f}{run.memory:8.0f}{run.disk:8.1f}{run.fetched:9.1f}{run.billed:9.0f}"
    return f"{row.name:<34}{figures}{run.gigabyte_seconds:8.1f}\n"


def write_claim(claim: Claim, *, judged: bool = True) -> str:
    """One line: the figure, and if it is judged its limit and whether that is kept."""
    line = f"{claim.what:<64}{claim.value:9.2f}"
    if judged:
        line += f"{'>=' if claim.at_least else '<='} {claim.limit:.2f}".rjust(11) + ("" if claim.kept else "  MISSED")
    return line + "\n"


def describe_row(row: Row) -> dict[str, Any]:
    """A row as JSON takes it."""
    return {"name": row.name, **asdict(row.run), "bound": row.bound, "gigabyte_seconds": row.run.gigabyte_seconds}


def describe_claim(claim: Claim) -> dict[str, Any]:
    """A claim as JSON takes it."""
    return {**asdict(claim), "kept": claim.kept}
