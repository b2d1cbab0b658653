"""What can be seen of a scene from outside, as lines to compare, and the files that say what they are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.handler.stage import Stage

SEEN = Path(__file__).with_name("seen")
_DURATION = re.compile(rb'("duration_ms": ?)\d+')
OF_EVERY_LINE = frozenset(
    {
        *("cold_start", "function_arn", "function_memory_size", "function_name", "function_request_id"),
        *("level", "location", "message", "service", "timestamp"),
    }
)


def still(body: bytes) -> bytes:
    """A body as if its job had taken no time."""
    return _DURATION.sub(rb"\g<1>0", body)


def expect(scene: str, part: str) -> list[str]:
    """The lines of a part of a scene's file: what is `told`, `logged` or `counted`."""
    text = (SEEN / f"{scene}.txt").read_text(encoding="utf-8")
    parts = dict(re.findall(r"^# (\w+)\n((?:[^#\n].*\n)*)", text, re.MULTILINE))
    return parts[part].splitlines()


def see_told(stage: Stage) -> list[str]:
    """Two lines a callback: whose, under which id and where it is told (-: the backend's own address); and its body."""
    lines: list[str] = []
    for callback in stage.backend.told:
        lines.append(f"{callback.job_id} {callback.event_id} {callback.url or '-'}")
        lines.append(still(callback.body).decode())
    return lines


def see_logged(lines: Iterable[dict[str, Any]]) -> list[str]:
    """A line of the log: its level, its stage (or where it has none its message), and its fields but `OF_EVERY_LINE`.

    A line without one of these lists it, too.
    """
    return [
        f"{line['level']} {line.get('stage', line['message'])}: {' '.join(sorted(line.keys() ^ OF_EVERY_LINE))}"
        for line in lines
    ]


def see_counted(printed: str) -> list[str]:
    """A metric: its namespace, its name, its unit and its dimensions; in the order of the alphabet."""
    found: list[str] = []
    for line in printed.splitlines():
        record = json.loads(line)
        for one in record["_aws"]["CloudWatchMetrics"]:
            [names] = one["Dimensions"]
            dimensions = " ".join(f"{name}={record[name]}" for name in names)
            found += [f"{one['Namespace']} {metric['Name']} {metric['Unit']} {dimensions}" for metric in one["Metrics"]]
    return sorted(found)
