"""A video of the catalogue: what is known of it, and its picture."""

from __future__ import annotations

from dataclasses import dataclass

from worker.video.facts import MediaFacts


@dataclass(frozen=True, slots=True)
class VideoAsset:
    """A row of `video_assets`, but for its content; addresses are `s3://bucket/key`."""

    video_url: str
    thumbnail_url: str
    facts: MediaFacts
