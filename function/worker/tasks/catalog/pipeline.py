"""The catalogue task: a video's facts, its picture, its content in the catalogue's API, and its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.tasks.catalog import stages
from worker.tasks.catalog.content import VideoAsset
from worker.tasks.catalog.job import Cataloged
from worker.video.download import open_video

if TYPE_CHECKING:
    from worker.jobs.workspace import Workspace
    from worker.tasks.catalog.job import CatalogJob
    from worker.tasks.catalog.ports import CatalogPorts


@dataclass(frozen=True, slots=True)
class CatalogOptions:
    """What the settings say about this task."""

    max_video_bytes: int


def catalog_video(job: CatalogJob, ports: CatalogPorts, options: CatalogOptions, workspace: Workspace) -> Cataloged:
    """Run the task for a located job. The row is last: a reader who finds it finds picture and content, too.

    Raises:
        JobError: a stage failed. The next attempt overwrites what earlier stages wrote.
    """
    video = open_video(job.source, ports.videos, options.max_video_bytes, workspace.deadline)
    facts = stages.examine(video, ports.pictures, workspace)
    picture = stages.take_thumbnail(video, facts, ports.pictures, workspace)
    thumbnail_url = stages.store_thumbnail(job.thumbnail_key, picture, ports.thumbnails, workspace.deadline)
    asset = VideoAsset(job.video_url, thumbnail_url, facts)
    content_id = stages.number_content(job.content, asset, ports.assets, workspace.deadline)
    stages.publish_content(content_id, job.content, ports.catalog, workspace.deadline)
    stages.record_asset(content_id, asset, ports.assets, workspace.deadline)
    return Cataloged()
