"""The catalogue's stages: a video's facts and picture, taken without fetching it whole, and its place in the catalogue.

A stage that is repeated writes the same again, so a broken attempt is simply repeated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import NO_PICTURE, JobError
from worker.telemetry.log import logger
from worker.telemetry.metrics import count
from worker.telemetry.stages import note, stage

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.jobs.workspace import Workspace
    from worker.tasks.catalog.content import Content, VideoAsset
    from worker.tasks.catalog.ports import Assets, Catalog, Pictures, Thumbnails
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
    raise JobError(NO_PICTURE, "THUMBNAIL", "no picture of the video could be decoded.")


@stage("STORE")
def store_thumbnail(key: str, picture: Picture, thumbnails: Thumbnails, deadline: Deadline) -> str:
    """Write the picture; returns its address, `s3://bucket/key`."""
    return thumbnails.store(key, picture.jpeg, deadline)


@stage("CATALOG_ID")
def number_content(content: Content, asset: VideoAsset, assets: Assets, deadline: Deadline) -> int:
    """The content's number: from the file name, or from a row made for it."""
    content_id = assets.number(content, asset, deadline)
    note(content_id=content_id)
    return content_id


@stage("CATALOG_API")
def publish_content(content_id: int, content: Content, catalog: Catalog, deadline: Deadline) -> None:
    """Send the content to the catalogue's API."""
    catalog.publish(content_id, content, deadline)


@stage("CATALOG_DB")
def record_asset(content_id: int, asset: VideoAsset, assets: Assets, deadline: Deadline) -> None:
    """Write the video's row."""
    assets.record(content_id, asset, deadline)
