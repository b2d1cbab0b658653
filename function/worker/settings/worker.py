"""The environment, validated once. Every setting stands in the README's table and .env.example.

Names that the specification gives are kept (docs/sources.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from worker.delivery.ledger.due import SILENCE_SECONDS
from worker.jobs.task import Task
from worker.settings.kinds import BaseUrl, Bucket, Host, Level, Model, Origins, Prompt, Secret, SpeechUrl, Track, Url
from worker.settings.webhook_secrets import WebhookSecretError, check_webhook_secrets, read_webhook_secrets
from worker.speech.audio import AudioFilter
from worker.speech.listening import AUTO
from worker.urls.origins import Origin, read_origin, read_origins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails


class SettingsError(Exception):
    """Settings that are missing or cannot be used.

    Attributes:
        problems: one "NAME: what is wrong" each, without values.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


Kind = TypeVar("Kind", bound=BaseModel)


class WorkerSettings(BaseModel, frozen=True):
    """What every worker needs, whichever its task."""

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
    max_retries: int = Field(default=3, ge=0, le=10)
    retry_delay_seconds: float = Field(default=1, ge=0, le=60)
    retry_base_seconds: float = Field(default=30, gt=0, le=900)
    max_receive_count: int = Field(default=5, ge=1, le=1000)
    lease_seconds: float = Field(default=180, gt=0, le=43_200)
    heartbeat_seconds: float = Field(default=60, gt=0)
    job_silence_seconds: float = Field(default=SILENCE_SECONDS, gt=0)

    @property
    def result_bucket(self) -> str:
        """`RESULT_BUCKET_NAME`, or the video bucket where it is unset."""
        return self.result_bucket_name or self.video_bucket_name

    @model_validator(mode="after")
    def _demand_https(self) -> Self:
        for name in ("backend_base_url", "clova_stt_url", "claude_api_url", "catalog_api_base"):
            if self.app_env != "dev" and urlsplit(getattr(self, name, "")).scheme == "http":
                raise ValueError(f"{name.upper()}: plain http is for APP_ENV=dev only")
        return self

    @model_validator(mode="after")
    def _demand_ledger(self) -> Self:
        if self.app_env != "dev" and not self.job_table_name:
            raise ValueError("JOB_TABLE_NAME: Field required, but for APP_ENV=dev")
        if self.heartbeat_seconds * 3 > self.lease_seconds:
            raise ValueError("HEARTBEAT_SECONDS: three of them must fit into LEASE_SECONDS")
        if self.job_silence_seconds <= self.lease_seconds:
            raise ValueError("JOB_SILENCE_SECONDS: must be longer than LEASE_SECONDS")
        return self


class TellingSettings(WorkerSettings, frozen=True):
    """What it takes to tell the backend of an outcome, also when the rest of the settings cannot be used."""

    backend_base_url: BaseUrl
    backend_internal_token: Secret
    callback_allowed_origins: Origins = ""
    job_callback_localhost_host: Host = ""
    webhook_secret: SecretStr = SecretStr("")

    @property
    def told_origins(self) -> frozenset[Origin]:
        """Where callbacks may go: the backend's own origin, and those that messages may name."""
        own = read_origin(self.backend_base_url)
        return read_origins(self.callback_allowed_origins) | frozenset([own] if own else [])

    @model_validator(mode="after")
    def _demand_an_allowed_origin(self) -> Self:
        allowed = read_origins(self.callback_allowed_origins)
        if allowed and read_origin(self.backend_base_url) not in allowed:
            raise ValueError("CALLBACK_ALLOWED_ORIGINS: the origin of BACKEND_BASE_URL is not among them")
        if self.app_env != "dev" and any(origin.scheme == "http" for origin in allowed):
            raise ValueError("CALLBACK_ALLOWED_ORIGINS: plain http is for APP_ENV=dev only")
        return self


class VideoSettings(BaseModel, frozen=True):
    """What a worker that reads videos needs."""

    video_task: Task = Task.SUMMARY
    ffmpeg_path: str = "/opt/bin/ffmpeg"
    max_video_bytes: int = Field(default=10 * 1024**3, gt=0)


class Settings(TellingSettings, VideoSettings, frozen=True):
    """All of them."""

    clova_stt_url: SpeechUrl = "https://naveropenapi.apigw.ntruss.com/recog/v1/stt?lang=Kor"
    clova_api_key_id: Secret
    clova_api_key: Secret
    clova_concurrency: int = Field(default=4, ge=1, le=32)
    clova_calls_per_second: float = Field(default=5, ge=0.1, le=1000)
    claude_api_url: BaseUrl = "https://api.anthropic.com/v1/messages"
    claude_api_key: Secret
    claude_model: Model = "claude-haiku-5-5"
    claude_max_tokens: int = Field(default=8000, ge=256, le=64_000)
    claude_prompt: Prompt = "summary"
    audio_filter: AudioFilter = AudioFilter.SPEECH
    audio_track: Track = AUTO
    max_video_seconds: float = Field(default=3600, gt=0)

    def list_unsigned(self) -> list[Origin]:
        """Where callbacks go without a signature, although others are signed."""
        return read_webhook_secrets(self.webhook_secret.get_secret_value()).list_unsigned(self.told_origins)

    @model_validator(mode="after")
    def _check_webhook_secret(self) -> Self:
        """Here and not where it is told: the jobs of a wrong secret fail before anything is paid."""
        try:
            check_webhook_secrets(read_webhook_secrets(self.webhook_secret.get_secret_value()), self.told_origins)
        except WebhookSecretError as error:
            raise ValueError(f"WEBHOOK_SECRET: {error}") from None
        return self


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Validate the whole environment.

    Args:
        environ: names and values; an empty value counts as unset, other names are let be.

    Raises:
        SettingsError: names every setting that is missing or cannot be used.
    """
    return validate(Settings, environ)


def names_summary(environ: Mapping[str, str]) -> bool:
    """Whether a setting is there that the summary requires and no other task does, so that it is meant to run."""
    required = {name for name, field in Settings.model_fields.items() if field.is_required()}
    return any(environ.get(name.upper(), "").strip() for name in required - set(WorkerSettings.model_fields))


def read_telling_settings(environ: Mapping[str, str]) -> TellingSettings:
    """Validate just what telling the backend needs.

    Raises:
        SettingsError: not even that is there.
    """
    return validate(TellingSettings, environ)


def read_worker_settings(environ: Mapping[str, str]) -> WorkerSettings:
    """Validate what every worker needs.

    Raises:
        SettingsError: not even that is there.
    """
    return validate(WorkerSettings, environ)


def validate(kind: type[Kind], environ: Mapping[str, str]) -> Kind:
    """Read one kind of settings.

    Raises:
        SettingsError: names every setting that is missing or cannot be used.
    """
    try:
        return kind.model_validate({name: value for name, value in environ.items() if value.strip()})
    except ValidationError as error:
        raise SettingsError([_describe(one) for one in error.errors(include_url=False, include_input=False)]) from None


def _describe(error: ErrorDetails) -> str:
    name = ".".join(map(str, error["loc"]))
    text = error["msg"].removeprefix("Value error, ")
    return f"{name}: {text}" if name else text
