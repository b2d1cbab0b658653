"""Settings -> the services that several tasks speak to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.aws import make_dynamodb_client, make_s3_client, make_sqs_client
from worker.adapters.backend.backend import HttpBackend, NoBackend
from worker.adapters.calls.keys import Keys
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.dynamodb.ledger import DynamoLedger
from worker.adapters.ffmpeg import FfmpegProgram
from worker.adapters.http.client import check_bundle
from worker.adapters.http.guard import Guard
from worker.adapters.memory_ledger import MemoryLedger
from worker.adapters.s3.artefacts import S3Artefacts
from worker.adapters.s3.videos import S3Videos
from worker.adapters.secrets import read_secrets
from worker.adapters.sqs import SqsQueue
from worker.delivery.ledger.due import DeathLimits
from worker.delivery.ports import Artefacts, Ledger, Queue
from worker.jobs.ports import Backend
from worker.settings.callbacks import BackendSettings
from worker.urls.destinations import CallbackRules
from worker.urls.origins import read_origin, read_origins
from worker.video.video import Videos

if TYPE_CHECKING:
    from worker.settings.worker import WorkerSettings


@dataclass(frozen=True, slots=True)
class Services:
    """The services that every worker needs, even one that can only report failures."""

    videos: Videos
    artefacts: Artefacts
    ledger: Ledger
    backend: Backend
    queue: Queue | None
    ffmpeg: FfmpegProgram
    """One for all tasks, because they share the worker's memory."""


def make_services(settings: WorkerSettings) -> Services:
    """Make the services that every worker needs. None is called yet.

    Raises:
        JobError: UNKNOWN_ERROR, AWS's region or address, or the file of certificates, is invalid.
    """
    region, retry = settings.aws_region, make_retry(settings)
    return Services(
        videos=S3Videos(make_s3_client(region), retry),
        artefacts=S3Artefacts(make_s3_client(region, read_seconds=5.0), settings.result_bucket, retry),
        ledger=_make_ledger(settings, retry),
        backend=make_backend(settings, retry) if isinstance(settings, BackendSettings) else NoBackend(),
        queue=make_queue(region, settings.sqs_queue_url),
        ffmpeg=FfmpegProgram(settings.ffmpeg_path),
    )


def make_backend(settings: BackendSettings, retry: RetryPolicy) -> Backend:
    """Make the backend's client, for its own address and for those that messages may name.

    Raises:
        JobError: UNKNOWN_ERROR, `BACKEND_CA_BUNDLE` is not a file of certificates.
    """
    rules = CallbackRules(
        read_origin(settings.backend_base_url),
        read_origins(settings.callback_allowed_origins),
        settings.app_env == "dev",
        settings.job_callback_localhost_host,
    )
    return HttpBackend(
        settings.backend_base_url,
        make_keys(settings, "BACKEND_INTERNAL_TOKEN", "WEBHOOK_SECRET"),
        retry,
        check_bundle(settings.backend_ca_bundle, "BACKEND_CA_BUNDLE") or None,
        lambda url: Guard(rules.admit(url)),
    )


def make_keys(settings: WorkerSettings, *names: str) -> Keys:
    """Make the keys of these settings. They are read once more when a service refuses them."""
    values = {name: getattr(settings, name.lower()).get_secret_value() for name in names}
    return Keys(values, partial(read_secrets, settings.secrets_arn, anew=True) if settings.secrets_arn else dict)


def make_queue(region: str, url: str) -> Queue | None:
    """Make the queue, if there is one."""
    return SqsQueue(make_sqs_client(region), url) if region and url else None


def make_retry(settings: WorkerSettings) -> RetryPolicy:
    """Make the policy by which calls of services are retried."""
    return RetryPolicy(settings.max_retries, settings.retry_delay_seconds)


def make_death_limits(settings: WorkerSettings) -> DeathLimits:
    """Make the limits after which a job is given up."""
    return DeathLimits(settings.job_silence_seconds, settings.max_receive_count)


def _make_ledger(settings: WorkerSettings, retry: RetryPolicy) -> Ledger:
    """The table's ledger, or on a laptop without a table one in this process's memory."""
    if not settings.job_table_name:
        return MemoryLedger()
    client = make_dynamodb_client(settings.aws_region)
    return DynamoLedger(client, settings.job_table_name, retry, make_death_limits(settings))
