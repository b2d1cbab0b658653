"""A stage whose worker catalogues videos, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.handler.stage import Stage
from tests.tasks.catalog.fakes import FakeAssets, FakeCatalog, FakePictures, FakeThumbnails
from worker.tasks.catalog.pipeline import CatalogOptions
from worker.tasks.catalog.ports import CatalogPorts
from worker.tasks.catalog.wiring import make_pipeline

if TYPE_CHECKING:
    from worker.jobs.task import Pipeline


@dataclass
class CatalogStage(Stage):
    """All the fakes of both tasks; flat keys are the catalogue's."""

    pictures: FakePictures = field(default_factory=FakePictures)
    thumbnails: FakeThumbnails = field(default_factory=FakeThumbnails)
    api: FakeCatalog = field(default_factory=FakeCatalog)
    assets: FakeAssets = field(default_factory=FakeAssets)
    video_task: str = "catalog"

    def pipelines(self) -> dict[str, Pipeline[Any]]:
        ports = CatalogPorts(self.videos, self.pictures, self.thumbnails, self.api, self.assets)
        return {**super().pipelines(), "catalog": make_pipeline(ports, CatalogOptions(self.max_video_bytes))}

    @property
    def titles(self) -> dict[int, str]:
        """What the API was told, by number."""
        return {number: content.title for number, content in self.api.contents.items()}

    @property
    def rows(self) -> dict[int, str]:
        """The rows' videos, by number."""
        return {number: asset.video_url.rpartition("/")[2] for number, asset in self.assets.rows.values()}
