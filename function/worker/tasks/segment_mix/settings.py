"""The environment of the segment mix."""

from __future__ import annotations

from worker.settings.callbacks import CallbackSettings
from worker.video.settings import VideoSettings


class MixSettings(CallbackSettings, VideoSettings, frozen=True):
    """What a worker that mixes segments needs: nothing of its own."""
