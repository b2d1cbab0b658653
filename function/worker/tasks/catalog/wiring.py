"""Settings -> what the catalogue's pipeline works with; the rest of its worker is every worker's."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from worker.adapters.aws import make_database_token, make_s3_client
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.ffmpeg import FfmpegPictures
from worker.adapters.http.certificates import check_bundle
from worker.tasks.catalog.adapters.api import HttpCatalog
from worker.tasks.catalog.adapters.thumbnails import S3Thumbnails
from worker.tasks.catalog.pipeline import CatalogOptions
from worker.tasks.catalog.ports import Assets, CatalogPorts

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from worker.adapters.calls.keys import Keys
    from worker.adapters.ffmpeg import FfmpegProgram
    from worker.tasks.catalog.adapters.database.engine import DatabaseAddress
    from worker.tasks.catalog.settings import CatalogSettings, DatabaseSettings
    from worker.tasks.dispatch import CatalogTask
    from worker.video.ports import Videos

MIGRATING_SECONDS = 3600.0
"""For one statement of a migration: it may rewrite a large table, and MySQL takes back no half of it."""


def make_catalog_task(
    settings: CatalogSettings, videos: Videos, make_keys: Callable[..., Keys], ffmpeg: FfmpegProgram
) -> CatalogTask:
    """Make the catalogue's adapters; nothing is called yet. `ffmpeg` is the worker's.

    Raises:
        DatabaseError: the database's address is none.
        UnknownError: a file of certificates is none.
    """
    retry = RetryPolicy(settings.max_retries, settings.retry_delay_seconds)
    client = make_s3_client(settings.aws_region, read_seconds=5.0)
    ports = CatalogPorts(
        videos=videos,
        pictures=FfmpegPictures(ffmpeg),
        thumbnails=S3Thumbnails(client, settings.result_bucket, retry),
        catalog=HttpCatalog(
            settings.catalog_api_base,
            make_keys(settings, "INTERNAL_TOKEN"),
            retry,
            check_bundle(settings.backend_ca_bundle, "BACKEND_CA_BUNDLE") or None,
        ),
        assets=_make_assets(settings, retry),
    )
    return ports, CatalogOptions(settings.max_video_bytes)


def read_address(settings: DatabaseSettings) -> DatabaseAddress:
    """Where the database is: `DATABASE_URL`, else its parts; without a password the worker's role signs in.

    Raises:
        UnknownError: `DB_CA_BUNDLE` is no file of certificates.
    """
    # Here and below: only this task needs SQLAlchemy, which takes a quarter of a second.
    from worker.tasks.catalog.adapters.database.engine import DatabaseAddress, compose_url  # noqa: PLC0415 - see above

    bundle = check_bundle(settings.db_ca_bundle, "DB_CA_BUNDLE")
    tls = settings.app_env != "dev" or bool(bundle)
    url, password = settings.database_url.get_secret_value(), settings.db_password.get_secret_value()
    if url:
        return DatabaseAddress(url, tls, bundle)
    host, port, user = settings.db_host, settings.rds_port, settings.db_user
    composed = compose_url(host, port, user, password, settings.db_name)
    if password:
        return DatabaseAddress(composed, tls, bundle, setting="DB_HOST, DB_USER, DB_PASSWORD, DB_NAME")
    make_token = partial(make_database_token, settings.aws_region, host, port, user)
    return DatabaseAddress(
        composed, tls=True, ca_bundle=bundle, make_token=make_token, setting="DB_HOST, DB_USER, DB_NAME"
    )


def make_engine(settings: DatabaseSettings) -> Engine:
    """Connect the database, for its migrations."""
    from worker.tasks.catalog.adapters.database import engine  # noqa: PLC0415 - see above

    return engine.make_engine(replace(read_address(settings), answer_seconds=MIGRATING_SECONDS))


def _make_assets(settings: CatalogSettings, retry: RetryPolicy) -> Assets:
    from worker.tasks.catalog.adapters.database.assets import SqlAssets  # noqa: PLC0415 - see above

    return SqlAssets(read_address(settings), retry)
