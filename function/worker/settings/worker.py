"""The environment of every worker, whatever its task."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from worker.settings.kinds import WEB, Bucket, Level, Url, read_scheme
from worker.settings.reading import WrongSettingError

SILENCE_SECONDS = 5400
"""Six times the worker's timeout: a message stays hidden at most this long after its worker was killed."""


RETRY_BASE_SECONDS = 30
"""How long a message waits after its first failed attempt; also for a worker without usable settings."""


class WorkerSettings(BaseModel, frozen=True):
    """What every worker needs, whatever its task."""

    model_config = ConfigDict(alias_generator=str.upper, str_strip_whitespace=True, allow_inf_nan=False)

    app_env: Literal["dev", "prod"] = "prod"
    aws_region: str = "ap-northeast-2"
    log_level: Level = "INFO"
    video_bucket_name: Bucket
    result_bucket_name: Bucket = ""
    sqs_queue_url: Url = ""
    job_table_name: str = ""
    secrets_arn: str = ""
    backend_ca_bundle: str = ""
    ffmpeg_path: str = "/opt/bin/ffmpeg"
    max_retries: int = Field(default=3, ge=0, le=10)
    retry_delay_seconds: float = Field(default=1, ge=0, le=60)
    retry_base_seconds: float = Field(default=RETRY_BASE_SECONDS, gt=0, le=900)
    max_receive_count: int = Field(default=5, ge=1, le=1000)
    lease_seconds: float = Field(default=180, gt=0, le=43_200)
    heartbeat_seconds: float = Field(default=60, gt=0)
    job_silence_seconds: float = Field(default=SILENCE_SECONDS, gt=0)
    budget_krw_per_day: float = Field(default=0, ge=0)

    @property
    def result_bucket(self) -> str:
        """`RESULT_BUCKET_NAME`, or the video bucket where it is unset."""
        return self.result_bucket_name or self.video_bucket_name

    @model_validator(mode="after")
    def _demand_https(self) -> Self:
        for name, field in type(self).model_fields.items():
            if WEB in field.metadata and self.app_env != "dev" and read_scheme(getattr(self, name)) == "http":
                raise WrongSettingError(name.upper(), "plain http is for APP_ENV=dev only")
        return self

    @model_validator(mode="after")
    def _demand_ledger(self) -> Self:
        if self.app_env != "dev" and not self.job_table_name:
            raise WrongSettingError("JOB_TABLE_NAME", "Field required, except with APP_ENV=dev")
        if self.heartbeat_seconds * 3 > self.lease_seconds:
            raise WrongSettingError("HEARTBEAT_SECONDS", "three of them must fit into LEASE_SECONDS")
        if self.job_silence_seconds <= self.lease_seconds:
            raise WrongSettingError("JOB_SILENCE_SECONDS", "must be longer than LEASE_SECONDS")
        return self
