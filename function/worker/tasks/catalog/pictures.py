"""The facts about a video, and a picture of it, without fetching it whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import NO_PICTURE, JobError
from worker.telemetry.log import logger
from worker.telemetry.metrics import count
from worker.telemetry.stages import note, stage

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.jobs.workspace import Workspace
    from worker.tasks.catalog.ports import Pictures, Thumbnails
    from worker.video.facts import MediaFacts, Picture
    from worker.video.video import Video

MOMENT = 5.0
"""Seconds into the video (docs/sources.md, Catalogue)."""


@stage("PROBE")
def examine(video: Video, pictures: Pictures, workspace: Workspace) -> MediaFacts:
    """Find the facts about a video, and warn if its end is missing."""
    facts = pictures.examine(video, workspace.folder, workspace.deadline)
    note(
        video_bytes=video.size,
        video_seconds=facts.whole_seconds,
        video_codec=facts.video_codec,
        partial=facts.partial,
    )
    if facts.partial:
        count("PartialVideo")
        logger.warning("the end of the video is missing", stage="PROBE_PARTIAL", duration_ms=0)
    return facts


def choose_moments(seconds: float) -> tuple[float, ...]:
    """When to take a picture (seconds): at 5 s, or in the middle of a shorter video.

    A video track may end long before the sound, or hold only one picture; so there are further moments to try.
    """
    wanted = MOMENT if seconds > MOMENT else seconds / 2
    return (wanted, wanted / 2, 0.0) if wanted else (0.0,)


@stage("THUMBNAIL")
def take_thumbnail(video: Video, facts: MediaFacts, pictures: Pictures, workspace: Workspace) -> Picture:
    """Take the picture at the first of the moments that has one.

    Raises:
        JobError: FFMPEG_FAILED, none has one, or out of time.
        JobError: S3_DOWNLOAD_FAILED, the video stopped coming.
    """
    for moment in choose_moments(facts.seconds):
        picture = pictures.grab(video, facts, moment, workspace.folder, workspace.deadline)
        if picture is not None:
            note(thumbnail_bytes=len(picture.jpeg), width=picture.width, height=picture.height)
            return picture
    raise JobError(NO_PICTURE, "THUMBNAIL: no picture of the video could be decoded.")


@stage("STORE")
def store_thumbnail(key: str, picture: Picture, thumbnails: Thumbnails, deadline: Deadline) -> str:
    """Write the picture; returns its address, `s3://bucket/key`."""
    return thumbnails.store(key, picture.jpeg, deadline)
