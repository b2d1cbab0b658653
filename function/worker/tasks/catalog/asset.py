"""A video of the catalogue: its facts and its picture."""

from __future__ import annotations

from dataclasses import dataclass

from worker.video.facts import MediaFacts


@dataclass(frozen=True, slots=True)
class VideoAsset:
    """A row of `video_assets`, without its content; addresses are `s3://bucket/key`."""

    video_url: str
    thumbnail_url: str
    facts: MediaFacts
