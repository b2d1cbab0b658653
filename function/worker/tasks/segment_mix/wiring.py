"""Settings -> what the segment mix works with; the rest of its worker is every worker's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.aws import make_s3_client
from worker.adapters.calls.retry import RetryPolicy
from worker.tasks.segment_mix.adapters.mixing.loading import LoadingMixer
from worker.tasks.segment_mix.adapters.tracks import S3Tracks
from worker.tasks.segment_mix.ports import MixPorts

if TYPE_CHECKING:
    from worker.adapters.ffmpeg import FfmpegProgram
    from worker.delivery.ports import Backend
    from worker.tasks.summary.settings import Settings


def make_mix_ports(settings: Settings, backend: Backend, ffmpeg: FfmpegProgram) -> MixPorts:
    """Make the mix's adapters; nothing is opened or called yet. `ffmpeg` is the worker's."""
    retry = RetryPolicy(settings.max_retries, settings.retry_delay_seconds)
    tracks = S3Tracks(make_s3_client(settings.aws_region), settings.video_bucket_name, retry)
    return MixPorts(tracks, LoadingMixer(ffmpeg), backend)
