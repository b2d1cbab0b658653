"""Every way a job can fail, and what each means: condition -> error code -> axis.

The codes are the specification's eight, and one for each side of the catalogue. The axis says what becomes of the
delivery (`processor`): a `PERMANENT` failure is told at once, a `RETRYABLE` one is tried again, a `CONFIGURATION` one
is tried again slowly because it is the deployment's fault and never the video's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future


class ErrorCode(StrEnum):
    """What the backend reads in `error_code` (docs/sources.md, Specification); the last two stand in logs only."""

    S3_DOWNLOAD_FAILED = "S3_DOWNLOAD_FAILED"
    FFMPEG_FAILED = "FFMPEG_FAILED"
    STT_TIMEOUT = "STT_TIMEOUT"
    STT_BAD_RESPONSE = "STT_BAD_RESPONSE"
    LLM_TIMEOUT = "LLM_TIMEOUT"
    LLM_BAD_RESPONSE = "LLM_BAD_RESPONSE"
    CALLBACK_FAILED = "CALLBACK_FAILED"
    UNKNOWN_ERROR = "UNKNOWN_ERROR"
    CATALOG_API_FAILED = "CATALOG_API_FAILED"
    DATABASE_FAILED = "DATABASE_FAILED"
    ORDER_INVALID = "ORDER_INVALID"


class Axis(StrEnum):
    """What a failure means for the delivery."""

    PERMANENT = auto()
    RETRYABLE = auto()
    CONFIGURATION = auto()


@dataclass(frozen=True, slots=True)
class Spent:
    """What calls that brought nothing have cost: seconds of speech recognition, tokens of a model."""

    stt_seconds: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


class JobError(Exception):
    """A job could not go on. Raise it through `failure`, which looks up class and axis.

    Attributes:
        condition: the finer cause, logged as `reason`.
        sentence: one sentence for `error_message`; no secret, path or URL.
        retry_after: seconds the other side asked to be left alone, when it did.
        setting: name of the setting to look at, for configuration failures.
        draft: the task's own end as far as it came, where something was paid for before it failed.
        spent: what was paid for nothing.
    """

    code: ClassVar[ErrorCode]

    def __init__(
        self,
        condition: Condition,
        sentence: str,
        *,
        retry_after: float | None = None,
        setting: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.condition = condition
        self.sentence = sentence
        self.retry_after = retry_after
        self.setting = setting
        self.draft: object = None
        self.spent = Spent()

    @property
    def axis(self) -> Axis:
        """What the failure means for the delivery."""
        return self.condition.axis


class DownloadError(JobError):
    """The video could not be fetched from S3."""

    code = ErrorCode.S3_DOWNLOAD_FAILED


class ExtractionError(JobError):
    """No usable audio came out of the video."""

    code = ErrorCode.FFMPEG_FAILED


class SpeechTimeoutError(JobError):
    """CLOVA did not answer: timeout, refused or cut connection."""

    code = ErrorCode.STT_TIMEOUT


class SpeechResponseError(JobError):
    """CLOVA answered, but not with a transcript."""

    code = ErrorCode.STT_BAD_RESPONSE


class SummaryTimeoutError(JobError):
    """Claude did not answer: timeout, refused or cut connection."""

    code = ErrorCode.LLM_TIMEOUT


class SummaryResponseError(JobError):
    """Claude answered, but not with a usable summary."""

    code = ErrorCode.LLM_BAD_RESPONSE


class CallbackError(JobError):
    """The backend did not accept the outcome; never part of a callback body.

    `perhaps_heard` says that it may have all the same: it was sent, and the backend gave no answer of its own.
    """

    code = ErrorCode.CALLBACK_FAILED
    perhaps_heard = False

    @property
    def refused(self) -> bool:
        """Whether the backend has heard it and does not want it, so that telling it soon again is of no use."""
        return self.axis is Axis.PERMANENT


class CatalogError(JobError):
    """The catalogue's API did not take a content."""

    code = ErrorCode.CATALOG_API_FAILED


class DatabaseError(JobError):
    """The catalogue's database did not take a row."""

    code = ErrorCode.DATABASE_FAILED


class OrderError(JobError):
    """A message asks for what cannot be done."""

    code = ErrorCode.ORDER_INVALID


class UnknownError(JobError):
    """Our own stores or our own code failed."""

    code = ErrorCode.UNKNOWN_ERROR


_PERMANENT, _RETRYABLE, _CONFIGURATION = Axis.PERMANENT, Axis.RETRYABLE, Axis.CONFIGURATION


class Condition(Enum):
    """The table: the finer cause (`reason` in the log), the error class with its code, and the axis."""

    SOURCE_GONE = "source_gone", DownloadError, _PERMANENT
    SOURCE_REPLACED = "source_replaced", DownloadError, _PERMANENT
    SOURCE_TOO_LARGE = "source_too_large", DownloadError, _PERMANENT
    SOURCE_FORBIDDEN = "source_forbidden", DownloadError, _CONFIGURATION
    SOURCE_UNAVAILABLE = "source_unavailable", DownloadError, _RETRYABLE
    SOURCE_OUT_OF_TIME = "source_out_of_time", DownloadError, _RETRYABLE
    NOT_MEDIA = "not_media", ExtractionError, _PERMANENT
    NO_AUDIO = "no_audio", ExtractionError, _PERMANENT
    CODEC_UNSUPPORTED = "codec_unsupported", ExtractionError, _PERMANENT
    TRACK_UNUSABLE = "track_unusable", ExtractionError, _PERMANENT
    NO_PICTURE = "no_picture", ExtractionError, _PERMANENT
    AUDIO_TOO_SHORT = "audio_too_short", ExtractionError, _PERMANENT
    VIDEO_TOO_LONG = "video_too_long", ExtractionError, _PERMANENT
    FFMPEG_CRASHED = "ffmpeg_crashed", ExtractionError, _PERMANENT
    FFMPEG_KILLED = "ffmpeg_killed", ExtractionError, _RETRYABLE
    FFMPEG_OUT_OF_TIME = "ffmpeg_out_of_time", ExtractionError, _RETRYABLE
    FFMPEG_OUT_OF_DISK = "ffmpeg_out_of_disk", ExtractionError, _RETRYABLE
    FFMPEG_MISSING = "ffmpeg_missing", ExtractionError, _CONFIGURATION
    LANGUAGE_UNSUPPORTED = "language_unsupported", SpeechResponseError, _PERMANENT
    STT_NO_ANSWER = "stt_no_answer", SpeechTimeoutError, _RETRYABLE
    STT_OUT_OF_TIME = "stt_out_of_time", SpeechTimeoutError, _RETRYABLE
    STT_UNAVAILABLE = "stt_unavailable", SpeechResponseError, _RETRYABLE
    STT_REJECTED = "stt_rejected", SpeechResponseError, _PERMANENT
    STT_MALFORMED = "stt_malformed", SpeechResponseError, _RETRYABLE
    STT_MISCONFIGURED = "stt_misconfigured", SpeechResponseError, _CONFIGURATION
    LLM_NO_ANSWER = "llm_no_answer", SummaryTimeoutError, _RETRYABLE
    LLM_OUT_OF_TIME = "llm_out_of_time", SummaryTimeoutError, _RETRYABLE
    LLM_UNAVAILABLE = "llm_unavailable", SummaryResponseError, _RETRYABLE
    LLM_REFUSED = "llm_refused", SummaryResponseError, _PERMANENT
    LLM_TRUNCATED = "llm_truncated", SummaryResponseError, _PERMANENT
    LLM_TOO_LONG = "llm_too_long", SummaryResponseError, _PERMANENT
    LLM_MALFORMED = "llm_malformed", SummaryResponseError, _RETRYABLE
    LLM_MISCONFIGURED = "llm_misconfigured", SummaryResponseError, _CONFIGURATION
    CALLBACK_UNREACHABLE = "callback_unreachable", CallbackError, _RETRYABLE
    CALLBACK_UNAVAILABLE = "callback_unavailable", CallbackError, _RETRYABLE
    CALLBACK_REJECTED = "callback_rejected", CallbackError, _PERMANENT
    CALLBACK_CLOSED = "callback_closed", CallbackError, _PERMANENT
    CALLBACK_MISCONFIGURED = "callback_misconfigured", CallbackError, _CONFIGURATION
    CALLBACK_FORBIDDEN = "callback_forbidden", CallbackError, _PERMANENT
    CATALOG_NO_ANSWER = "catalog_no_answer", CatalogError, _RETRYABLE
    CATALOG_UNAVAILABLE = "catalog_unavailable", CatalogError, _RETRYABLE
    CATALOG_REJECTED = "catalog_rejected", CatalogError, _PERMANENT
    CATALOG_MISCONFIGURED = "catalog_misconfigured", CatalogError, _CONFIGURATION
    CONTENT_UNKNOWN = "content_unknown", DatabaseError, _RETRYABLE
    DATABASE_UNAVAILABLE = "database_unavailable", DatabaseError, _RETRYABLE
    DATABASE_MISCONFIGURED = "database_misconfigured", DatabaseError, _CONFIGURATION
    ORDER_INVALID = "order_invalid", OrderError, _PERMANENT
    RESULT_UNAVAILABLE = "result_unavailable", UnknownError, _RETRYABLE
    RESULT_FORBIDDEN = "result_forbidden", UnknownError, _CONFIGURATION
    LEDGER_UNAVAILABLE = "ledger_unavailable", UnknownError, _RETRYABLE
    LEDGER_FORBIDDEN = "ledger_forbidden", UnknownError, _CONFIGURATION
    CRASH_LOOP = "crash_loop", UnknownError, _PERMANENT
    WORKER_DIED = "worker_died", UnknownError, _RETRYABLE
    SETTINGS_INVALID = "settings_invalid", UnknownError, _CONFIGURATION
    UNEXPECTED = "unexpected", UnknownError, _RETRYABLE

    def __init__(self, reason: str, kind: type[JobError], axis: Axis) -> None:
        self.reason = reason
        self.kind = kind
        self.axis = axis


OUT_OF_TIME = frozenset(
    {
        Condition.SOURCE_OUT_OF_TIME,
        Condition.FFMPEG_OUT_OF_TIME,
        Condition.STT_OUT_OF_TIME,
        Condition.LLM_OUT_OF_TIME,
    }
)
"""Nothing failed but the time of this invocation: the job goes on in another one."""


def failure(
    condition: Condition,
    sentence: str,
    *,
    retry_after: float | None = None,
    setting: str | None = None,
) -> JobError:
    """Make the error that the table gives a condition.

    Args:
        condition: what happened.
        sentence: one sentence for people; no secret, path or URL.
        retry_after: seconds the other side asked for.
        setting: name of the setting to look at.

    Returns:
        The error, to be raised by the caller.
    """
    return condition.kind(condition, sentence, retry_after=retry_after, setting=setting)


def raise_gravest(calls: Iterable[Future[Any]]) -> None:
    """Raise what one of these calls has raised, if any: first what repeating cannot cure."""
    errors = [error for call in calls if (error := call.exception())]
    if errors:
        raise min(errors, key=lambda error: isinstance(error, JobError) and error.axis is Axis.RETRYABLE)
