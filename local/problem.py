"""What ends a command of this folder before its time."""

from __future__ import annotations


class ProblemError(Exception):
    """The command cannot go on; the message is for the person at the terminal."""
