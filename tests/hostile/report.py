"""What a whole run found."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from tests.hostile.examination import Verdict

if TYPE_CHECKING:
    from pathlib import Path

_SLOWEST = 5


@dataclass(frozen=True)
class Report:
    """All verdicts, the wall time, and the most memory (megabytes) that a worker or an FFmpeg of it ever held."""

    verdicts: list[Verdict]
    seconds: float
    worker_megabytes: int
    ffmpeg_megabytes: int

    @property
    def faulty(self) -> list[Verdict]:
        """Verdicts with faults."""
        return [verdict for verdict in self.verdicts if verdict.faults]

    def write(self, path: Path) -> None:
        """Write everything as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

    def __str__(self) -> str:
        slowest = sorted(self.verdicts, key=lambda verdict: -verdict.seconds)[:_SLOWEST]
        outcomes = Counter(verdict.outcome for verdict in self.verdicts)
        rate = len(self.verdicts) / self.seconds
        return "\n".join(
            [
                f"{len(self.verdicts)} files in {self.seconds:.0f} s, {rate:.1f} a second",
                *(f"  {count:5} {outcome}" for outcome, count in outcomes.most_common()),
                f"most memory: worker {self.worker_megabytes} MB, FFmpeg {self.ffmpeg_megabytes} MB",
                f"most log: {max(verdict.log_bytes for verdict in self.verdicts)} bytes a file",
                "slowest:",
                *(f"  {verdict.seconds:5.2f} s  {verdict.name}  {verdict.outcome}" for verdict in slowest),
                f"files with faults: {len(self.faulty)}",
                *(f"  {verdict.name}: {'; '.join(verdict.faults)}" for verdict in self.faulty),
            ]
        )
