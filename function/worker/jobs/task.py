"""The kinds of work."""

from __future__ import annotations

from enum import StrEnum


class Task(StrEnum):
    """What is done with a video or a message; `VIDEO_TASK` and log lines say it so."""

    SUMMARY = "summary"
    CATALOG = "catalog"
    SEGMENT_MIX = "segment_mix"
