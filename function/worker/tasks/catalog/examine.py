"""Look at a video without fetching it whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.telemetry.log import logger
from worker.telemetry.metrics import count
from worker.telemetry.stages import note, stage

if TYPE_CHECKING:
    from worker.jobs.workspace import Workspace
    from worker.tasks.catalog.ports import Pictures
    from worker.video.facts import MediaFacts
    from worker.video.video import Video


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
