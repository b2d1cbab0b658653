"""The settings of a worker that reads videos."""

from __future__ import annotations

from pydantic import BaseModel, Field


class VideoSettings(BaseModel, frozen=True):
    """Which task takes videos (`bootstrap.plans` checks the name), and how many bytes they may have."""

    video_task: str = "summary"
    max_video_bytes: int = Field(default=10 * 1024**3, gt=0)
