"""The environment of the segment mix."""

from __future__ import annotations

from worker.settings.callbacks import WebhookSettings
from worker.video.settings import VideoSettings


class MixSettings(WebhookSettings, VideoSettings, frozen=True):
    """The settings of a worker that mixes segments: none of its own."""
