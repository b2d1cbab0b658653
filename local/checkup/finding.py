"""One line of the doctor's table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How bad it is."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "failed"


@dataclass(frozen=True)
class Finding:
    """What was looked at and found.

    Attributes:
        subject: A setting, a host, a permission.
        state: How bad it is; only `BAD` fails the doctor.
        found: In a few words, never with a secret's value.
        advice: What to do; empty where nothing is to be done.
    """

    subject: str
    state: State
    found: str
    advice: str = ""


def good(subject: str, found: str) -> Finding:
    """All is well."""
    return Finding(subject, State.GOOD, found)


def note(subject: str, found: str, advice: str = "") -> Finding:
    """Worth knowing."""
    return Finding(subject, State.NOTE, found, advice)


def bad(subject: str, found: str, advice: str) -> Finding:
    """Jobs will fail of it."""
    return Finding(subject, State.BAD, found, advice)
