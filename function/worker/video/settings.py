"""What a worker that reads videos needs."""

from __future__ import annotations

from pydantic import BaseModel, Field

from worker.jobs.task import Task


class VideoSettings(BaseModel, frozen=True):
    """Which task takes them, how they are decoded, and how large they may be."""

    video_task: Task = Task.SUMMARY
    ffmpeg_path: str = "/opt/bin/ffmpeg"
    max_video_bytes: int = Field(default=10 * 1024**3, gt=0)
