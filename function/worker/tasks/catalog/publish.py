"""Put a video into the catalogue: its number, its content, its row.

Each writes the same again when it is repeated, so that an attempt that broke off is simply made anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.telemetry.stages import note, stage

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.tasks.catalog.asset import VideoAsset
    from worker.tasks.catalog.content import Content
    from worker.tasks.catalog.ports import Assets, Catalog


@stage("CATALOG_ID")
def number_content(content: Content, asset: VideoAsset, assets: Assets, deadline: Deadline) -> int:
    """The content's number: the name's own, or that of a row made for it.

    Raises:
        DatabaseError: the database did not do it.
    """
    content_id = assets.number(content, asset, deadline)
    note(content_id=content_id)
    return content_id


@stage("CATALOG_API")
def publish_content(content_id: int, content: Content, catalog: Catalog, deadline: Deadline) -> None:
    """Tell the catalogue's API what is known of the content.

    Raises:
        CatalogError: it did not take it.
    """
    catalog.publish(content_id, content, deadline)


@stage("CATALOG_DB")
def record_asset(content_id: int, asset: VideoAsset, assets: Assets, deadline: Deadline) -> None:
    """Write the video's row.

    Raises:
        DatabaseError: the database did not take it.
    """
    assets.record(content_id, asset, deadline)
