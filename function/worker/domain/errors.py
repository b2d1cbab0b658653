"""Every way a job can fail, and what each means: condition -> error code -> axis.

The codes are the seeds' eight. The axis says what becomes of the delivery (DESIGN section 4): a `PERMANENT` failure is
told at once, a `RETRYABLE` one is tried again, a `CONFIGURATION` one is tried again slowly because it is the
deployment's fault and never the video's.
"""

from __future__ import annotations

from enum import StrEnum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.domain.results import Result


class ErrorCode(StrEnum):
    """What the backend reads in `error_code` (seed 000, section 5.3)."""

    S3_DOWNLOAD_FAILED = "S3_DOWNLOAD_FAILED"
    FFMPEG_FAILED = "FFMPEG_FAILED"
    STT_TIMEOUT = "STT_TIMEOUT"
    STT_BAD_RESPONSE = "STT_BAD_RESPONSE"
    LLM_TIMEOUT = "LLM_TIMEOUT"
    LLM_BAD_RESPONSE = "LLM_BAD_RESPONSE"
    CALLBACK_FAILED = "CALLBACK_FAILED"
    UNKNOWN_ERROR = "UNKNOWN_ERROR"


class Axis(StrEnum):
    """What a failure means for the delivery."""

    PERMANENT = auto()
    RETRYABLE = auto()
    CONFIGURATION = auto()


class JobError(Exception):
    """A job could not go on. Raise it through `failure`, which looks up class and axis.

    Attributes:
        condition: the finer cause, logged as `reason`.
        sentence: one sentence for `error_message`; no secret, path or URL.
        retry_after: seconds the other side asked to be left alone, when it did.
        setting: name of the setting to look at, for configuration failures.
        draft: what was already paid for when it happened.
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
        self.draft: Result | None = None

    @property
    def axis(self) -> Axis:
        """What the failure means for the delivery."""
        return CONDITIONS[self.condition][1]


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
    """The backend did not accept the outcome; never part of a callback body."""

    code = ErrorCode.CALLBACK_FAILED


class UnknownError(JobError):
    """Our own stores or our own code failed."""

    code = ErrorCode.UNKNOWN_ERROR


class Condition(StrEnum):
    """The finer cause of a failure; the log field `reason`."""

    SOURCE_GONE = auto()
    SOURCE_REPLACED = auto()
    SOURCE_TOO_LARGE = auto()
    SOURCE_FORBIDDEN = auto()
    SOURCE_UNAVAILABLE = auto()
    SOURCE_OUT_OF_TIME = auto()

    NOT_MEDIA = auto()
    NO_AUDIO = auto()
    AUDIO_TOO_SHORT = auto()
    VIDEO_TOO_LONG = auto()
    FFMPEG_CRASHED = auto()
    FFMPEG_KILLED = auto()
    FFMPEG_OUT_OF_TIME = auto()
    FFMPEG_OUT_OF_DISK = auto()
    FFMPEG_MISSING = auto()

    LANGUAGE_UNSUPPORTED = auto()
    STT_NO_ANSWER = auto()
    STT_OUT_OF_TIME = auto()
    STT_UNAVAILABLE = auto()
    STT_REJECTED = auto()
    STT_MALFORMED = auto()
    STT_MISCONFIGURED = auto()

    LLM_NO_ANSWER = auto()
    LLM_OUT_OF_TIME = auto()
    LLM_UNAVAILABLE = auto()
    LLM_REFUSED = auto()
    LLM_TRUNCATED = auto()
    LLM_TOO_LONG = auto()
    LLM_MALFORMED = auto()
    LLM_MISCONFIGURED = auto()

    CALLBACK_UNREACHABLE = auto()
    CALLBACK_UNAVAILABLE = auto()
    CALLBACK_REJECTED = auto()
    CALLBACK_MISCONFIGURED = auto()

    RESULT_UNAVAILABLE = auto()
    RESULT_FORBIDDEN = auto()
    SETTINGS_INVALID = auto()
    UNEXPECTED = auto()


_PERMANENT, _RETRYABLE, _CONFIGURATION = Axis.PERMANENT, Axis.RETRYABLE, Axis.CONFIGURATION

CONDITIONS: Mapping[Condition, tuple[type[JobError], Axis]] = MappingProxyType(
    {
        Condition.SOURCE_GONE: (DownloadError, _PERMANENT),
        Condition.SOURCE_REPLACED: (DownloadError, _PERMANENT),
        Condition.SOURCE_TOO_LARGE: (DownloadError, _PERMANENT),
        Condition.SOURCE_FORBIDDEN: (DownloadError, _CONFIGURATION),
        Condition.SOURCE_UNAVAILABLE: (DownloadError, _RETRYABLE),
        Condition.SOURCE_OUT_OF_TIME: (DownloadError, _RETRYABLE),
        Condition.NOT_MEDIA: (ExtractionError, _PERMANENT),
        Condition.NO_AUDIO: (ExtractionError, _PERMANENT),
        Condition.AUDIO_TOO_SHORT: (ExtractionError, _PERMANENT),
        Condition.VIDEO_TOO_LONG: (ExtractionError, _PERMANENT),
        Condition.FFMPEG_CRASHED: (ExtractionError, _PERMANENT),
        Condition.FFMPEG_KILLED: (ExtractionError, _RETRYABLE),
        Condition.FFMPEG_OUT_OF_TIME: (ExtractionError, _RETRYABLE),
        Condition.FFMPEG_OUT_OF_DISK: (ExtractionError, _RETRYABLE),
        Condition.FFMPEG_MISSING: (ExtractionError, _CONFIGURATION),
        Condition.LANGUAGE_UNSUPPORTED: (SpeechResponseError, _PERMANENT),
        Condition.STT_NO_ANSWER: (SpeechTimeoutError, _RETRYABLE),
        Condition.STT_OUT_OF_TIME: (SpeechTimeoutError, _RETRYABLE),
        Condition.STT_UNAVAILABLE: (SpeechResponseError, _RETRYABLE),
        Condition.STT_REJECTED: (SpeechResponseError, _PERMANENT),
        Condition.STT_MALFORMED: (SpeechResponseError, _RETRYABLE),
        Condition.STT_MISCONFIGURED: (SpeechResponseError, _CONFIGURATION),
        Condition.LLM_NO_ANSWER: (SummaryTimeoutError, _RETRYABLE),
        Condition.LLM_OUT_OF_TIME: (SummaryTimeoutError, _RETRYABLE),
        Condition.LLM_UNAVAILABLE: (SummaryResponseError, _RETRYABLE),
        Condition.LLM_REFUSED: (SummaryResponseError, _PERMANENT),
        Condition.LLM_TRUNCATED: (SummaryResponseError, _PERMANENT),
        Condition.LLM_TOO_LONG: (SummaryResponseError, _PERMANENT),
        Condition.LLM_MALFORMED: (SummaryResponseError, _RETRYABLE),
        Condition.LLM_MISCONFIGURED: (SummaryResponseError, _CONFIGURATION),
        Condition.CALLBACK_UNREACHABLE: (CallbackError, _RETRYABLE),
        Condition.CALLBACK_UNAVAILABLE: (CallbackError, _RETRYABLE),
        Condition.CALLBACK_REJECTED: (CallbackError, _PERMANENT),
        Condition.CALLBACK_MISCONFIGURED: (CallbackError, _CONFIGURATION),
        Condition.RESULT_UNAVAILABLE: (UnknownError, _RETRYABLE),
        Condition.RESULT_FORBIDDEN: (UnknownError, _CONFIGURATION),
        Condition.SETTINGS_INVALID: (UnknownError, _CONFIGURATION),
        Condition.UNEXPECTED: (UnknownError, _RETRYABLE),
    }
)


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
    kind, _ = CONDITIONS[condition]
    return kind(condition, sentence, retry_after=retry_after, setting=setting)
