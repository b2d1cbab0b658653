"""Put a video into the catalogue: its number, its content, its row.

Each step writes the same when repeated, so that a broken attempt is simply repeated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.telemetry.stages import note, stage

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.tasks.catalog.content import Content, VideoAsset
    from worker.tasks.catalog.ports import Assets, Catalog


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
