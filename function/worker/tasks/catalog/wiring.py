"""Settings -> the catalogue's pipeline."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.aws import make_database_token, make_s3_client
from worker.adapters.http.client import check_bundle
from worker.adapters.services import make_keys, make_retry
from worker.jobs.task import Pipeline, Task, Wiring
from worker.tasks.catalog.job import CatalogJob, accept
from worker.tasks.catalog.pipeline import CatalogOptions, catalog_video
from worker.tasks.catalog.ports import CatalogPorts
from worker.tasks.catalog.settings import CatalogSettings

if TYPE_CHECKING:
    from worker.adapters.services import Services
    from worker.tasks.catalog.adapters.database.engine import DatabaseAddress
    from worker.tasks.catalog.settings import DatabaseSettings

NEEDED_SECONDS = 25.0
"""For the video's picture and the calls after it; nothing is paid for, so a late start only loses work."""


def wire(settings: CatalogSettings, services: Services) -> Pipeline[CatalogJob]:
    """Make the pipeline; nothing is called yet.

    Raises:
        JobError: DATABASE_FAILED, the database's address is invalid.
        JobError: UNKNOWN_ERROR, a file of certificates is invalid.
    """
    return make_pipeline(make_ports(settings, services), CatalogOptions(settings.max_video_bytes))


def make_ports(settings: CatalogSettings, services: Services) -> CatalogPorts:
    """Make the catalogue's adapters; nothing is called yet."""
    # Imported here, so that no other task loads them.
    from worker.adapters.ffmpeg import FfmpegPictures  # noqa: PLC0415 - see above
    from worker.tasks.catalog.adapters.api import HttpCatalog  # noqa: PLC0415 - see above
    from worker.tasks.catalog.adapters.database.assets import SqlAssets  # noqa: PLC0415 - see above
    from worker.tasks.catalog.adapters.thumbnails import S3Thumbnails  # noqa: PLC0415 - see above

    retry = make_retry(settings)
    client = make_s3_client(settings.aws_region, read_seconds=5.0)
    return CatalogPorts(
        videos=services.videos,
        pictures=FfmpegPictures(services.ffmpeg),
        thumbnails=S3Thumbnails(client, settings.result_bucket, retry),
        catalog=HttpCatalog(
            settings.catalog_api_base,
            make_keys(settings, "INTERNAL_TOKEN"),
            retry,
            check_bundle(settings.backend_ca_bundle, "BACKEND_CA_BUNDLE") or None,
        ),
        assets=SqlAssets(make_database_address(settings), retry),
    )


def make_pipeline(ports: CatalogPorts, options: CatalogOptions) -> Pipeline[CatalogJob]:
    """The pipeline with these ports; tests pass fakes."""
    return Pipeline(
        lambda job, _checkpoints, workspace: catalog_video(job, ports, options, workspace),
        lambda job, _, deadline: job.locate(ports.videos, deadline),
        needs_seconds=NEEDED_SECONDS,
    )


def make_database_address(settings: DatabaseSettings) -> DatabaseAddress:
    """Where the database is: `DATABASE_URL`, or its parts; without a password the worker's role signs in.

    Raises:
        JobError: UNKNOWN_ERROR, `DB_CA_BUNDLE` is not a file of certificates.
    """
    # Only this task needs SQLAlchemy, which takes a quarter of a second.
    from worker.tasks.catalog.adapters.database.engine import DatabaseAddress, compose_url  # noqa: PLC0415 - see above

    bundle = check_bundle(settings.db_ca_bundle, "DB_CA_BUNDLE")
    tls = settings.app_env != "dev" or bool(bundle)
    url, password = settings.database_url.get_secret_value(), settings.db_password.get_secret_value()
    if url:
        return DatabaseAddress(url, tls, bundle)
    host, port, user = settings.db_host, settings.rds_port, settings.db_user
    composed = compose_url(host, port, user, password, settings.db_name)
    if password:
        return DatabaseAddress(composed, tls, bundle, setting=("DB_HOST", "DB_USER", "DB_PASSWORD", "DB_NAME"))
    make_token = partial(make_database_token, settings.aws_region, host, port, user)
    return DatabaseAddress(
        composed, tls=True, ca_bundle=bundle, make_token=make_token, setting=("DB_HOST", "DB_USER", "DB_NAME")
    )


WIRING = Wiring(Task(CatalogJob.task, accept, CatalogJob.from_ref, of_videos=True), CatalogSettings, wire)
