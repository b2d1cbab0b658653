"""Settings -> the segment mix's pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.aws import make_s3_client
from worker.adapters.services import make_retry
from worker.jobs.task import Pipeline, Task, Wiring
from worker.settings.callbacks import WebhookSettings
from worker.tasks.segment_mix.fencing import fence
from worker.tasks.segment_mix.job import SegmentMixJob
from worker.tasks.segment_mix.mix_segment import NEEDED_SECONDS
from worker.tasks.segment_mix.order import accept
from worker.tasks.segment_mix.pipeline import STARTED_SECONDS, run_segment_mix
from worker.tasks.segment_mix.ports import MixPorts

if TYPE_CHECKING:
    from worker.adapters.services import Services


def wire(settings: WebhookSettings, services: Services) -> Pipeline[SegmentMixJob]:
    """Make the pipeline; nothing is opened or called yet."""
    return make_pipeline(make_ports(settings, services))


def make_ports(settings: WebhookSettings, services: Services) -> MixPorts:
    """Make the mix's adapters; nothing is opened or called yet."""
    # Imported here, so that no other task loads them.
    from worker.tasks.segment_mix.adapters.mixing.loading import LoadingMixer  # noqa: PLC0415 - see above
    from worker.tasks.segment_mix.adapters.tracks import S3Tracks  # noqa: PLC0415 - see above

    tracks = S3Tracks(make_s3_client(settings.aws_region), settings.video_bucket_name, make_retry(settings))
    return MixPorts(tracks, LoadingMixer(services.ffmpeg), services.backend)


def make_pipeline(ports: MixPorts) -> Pipeline[SegmentMixJob]:
    """The pipeline with these ports; tests pass fakes."""
    return Pipeline(
        lambda job, checkpoints, workspace: run_segment_mix(
            job, fence(ports, checkpoints), workspace, checkpoints.supersedes
        ),
        needs_seconds=STARTED_SECONDS + NEEDED_SECONDS,
    )


WIRING = Wiring(Task(SegmentMixJob.task, accept, SegmentMixJob.from_ref), WebhookSettings, wire)
