"""The environment of the catalogue's worker (docs/sources.md, Catalogue)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, Field, SecretStr, model_validator

from worker.settings.kinds import BaseUrl, Host, Secret
from worker.settings.reading import WrongSettingError
from worker.settings.worker import WorkerSettings
from worker.video.settings import VideoSettings


class DatabaseSettings(BaseModel, frozen=True):
    """Where the catalogue's database is: `DATABASE_URL`, or the parts of a MySQL address."""

    model_config = WorkerSettings.model_config

    app_env: Literal["dev", "prod"] = "prod"
    aws_region: str = "ap-northeast-2"
    database_url: SecretStr = SecretStr("")
    db_host: Host = ""
    db_user: str = ""
    db_password: SecretStr = SecretStr("")
    db_name: str = ""
    rds_port: int = Field(default=3306, ge=1, le=65_535)
    db_ca_bundle: str = ""

    @model_validator(mode="after")
    def _demand_a_database(self) -> Self:
        if not self.database_url.get_secret_value() and not (self.db_host and self.db_user and self.db_name):
            raise WrongSettingError("DATABASE_URL", "Field required, or DB_HOST, DB_USER and DB_NAME")
        return self


class CatalogSettings(WorkerSettings, VideoSettings, DatabaseSettings, frozen=True):
    """All settings of the catalogue's worker."""

    catalog_api_base: BaseUrl
    internal_token: Secret
