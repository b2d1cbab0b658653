"""The settings of a worker that reads videos."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


class VideoSettings(BaseModel, frozen=True):
    """Which task takes videos, and how many bytes they may have."""

    video_task: Literal["summary", "catalog"] = "summary"
    max_video_bytes: int = Field(default=10 * 1024**3, gt=0)
