"""Every way a job can fail, and what each means.

A `Condition` is a row of the table: the finer cause, the error code that the backend reads, and the handling. The codes
are the specification's eight; a task may add its own rows in its folder. The handling says what becomes of the delivery
(`processor`): a `PERMANENT` failure is sent to the backend at once, a `RETRYABLE` one is tried again, a `CONFIGURATION`
one is tried again slowly because it is the deployment's fault and never the video's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto


class Handling(StrEnum):
    """What a failure means for the delivery."""

    PERMANENT = auto()
    RETRYABLE = auto()
    CONFIGURATION = auto()


@dataclass(frozen=True, slots=True)
class Condition:
    """One way to fail.

    `reason` is logged. `code` is what the backend reads in `error_code` (docs/sources.md, Specification); a code that
    is never sent appears in logs only.
    """

    reason: str
    code: str
    handling: Handling


@dataclass(frozen=True, slots=True)
class Spent:
    """The cost of calls without a usable answer: seconds of speech recognition, tokens of a model."""

    stt_seconds: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


class JobError(Exception):
    """A job could not go on.

    Attributes:
        condition: what happened.
        words: the stage, what in it failed where it does several things, and a text; only the text is always there.
        sentence: the same as one sentence for `error_message`; no secret, path or URL.
        retry_after: seconds to wait, if the service asked for that.
        settings: names of the settings to look at, for configuration failures.
        draft: the task's own end as far as it came, if something was paid for before it failed.
        spent: the cost of calls without a usable answer.
        perhaps_heard: a callback, or a call that is paid for once it is taken, was sent, and got no answer of its own.
    """

    def __init__(
        self,
        condition: Condition,
        *words: str,
        retry_after: float | None = None,
        setting: str | tuple[str, ...] | None = None,
        perhaps_heard: bool = False,
    ) -> None:
        self.condition = condition
        self.words = words
        self.sentence = ": ".join(words)
        super().__init__(self.sentence)
        self.retry_after = retry_after
        self.settings = (setting,) if isinstance(setting, str) else setting or ()
        self.draft: object = None
        self.spent = Spent()
        self.perhaps_heard = perhaps_heard

    @property
    def code(self) -> str:
        """What the backend reads."""
        return self.condition.code

    @property
    def handling(self) -> Handling:
        """What the failure means for the delivery."""
        return self.condition.handling

    @property
    def setting(self) -> str | None:
        """The names of the settings as they are logged and stored; None for none."""
        return ", ".join(self.settings) or None

    @property
    def of_callback(self) -> bool:
        """Whether the callback failed, not the job."""
        return self.code == "CALLBACK_FAILED"

    @property
    def refused(self) -> bool:
        """Whether the callback was refused, so that sending it again soon is of no use."""
        return self.of_callback and self.handling is Handling.PERMANENT

    def within(self, *words: str) -> JobError:
        """The same failure reported for a larger whole: `words` replace its stage."""
        words += self.words[1:] or self.words
        whole = JobError(self.condition, *words, retry_after=self.retry_after, setting=self.settings)
        whole.draft, whole.spent, whole.perhaps_heard = self.draft, self.spent, self.perhaps_heard
        return whole


_PERMANENT, _RETRYABLE, _CONFIGURATION = Handling.PERMANENT, Handling.RETRYABLE, Handling.CONFIGURATION

SOURCE_GONE = Condition("source_gone", "S3_DOWNLOAD_FAILED", _PERMANENT)
SOURCE_REPLACED = Condition("source_replaced", "S3_DOWNLOAD_FAILED", _PERMANENT)
SOURCE_TOO_LARGE = Condition("source_too_large", "S3_DOWNLOAD_FAILED", _PERMANENT)
SOURCE_FORBIDDEN = Condition("source_forbidden", "S3_DOWNLOAD_FAILED", _CONFIGURATION)
SOURCE_UNAVAILABLE = Condition("source_unavailable", "S3_DOWNLOAD_FAILED", _RETRYABLE)
SOURCE_OUT_OF_TIME = Condition("source_out_of_time", "S3_DOWNLOAD_FAILED", _RETRYABLE)
NOT_MEDIA = Condition("not_media", "FFMPEG_FAILED", _PERMANENT)
NO_AUDIO = Condition("no_audio", "FFMPEG_FAILED", _PERMANENT)
CODEC_UNSUPPORTED = Condition("codec_unsupported", "FFMPEG_FAILED", _PERMANENT)
TRACK_UNUSABLE = Condition("track_unusable", "FFMPEG_FAILED", _PERMANENT)
NO_PICTURE = Condition("no_picture", "FFMPEG_FAILED", _PERMANENT)
AUDIO_TOO_SHORT = Condition("audio_too_short", "FFMPEG_FAILED", _PERMANENT)
VIDEO_TOO_LONG = Condition("video_too_long", "FFMPEG_FAILED", _PERMANENT)
FFMPEG_CRASHED = Condition("ffmpeg_crashed", "FFMPEG_FAILED", _PERMANENT)
FFMPEG_KILLED = Condition("ffmpeg_killed", "FFMPEG_FAILED", _RETRYABLE)
FFMPEG_OUT_OF_TIME = Condition("ffmpeg_out_of_time", "FFMPEG_FAILED", _RETRYABLE)
FFMPEG_OUT_OF_DISK = Condition("ffmpeg_out_of_disk", "FFMPEG_FAILED", _RETRYABLE)
FFMPEG_MISSING = Condition("ffmpeg_missing", "FFMPEG_FAILED", _CONFIGURATION)
LANGUAGE_UNSUPPORTED = Condition("language_unsupported", "STT_BAD_RESPONSE", _PERMANENT)
ENGINE_UNKNOWN = Condition("engine_unknown", "STT_BAD_RESPONSE", _PERMANENT)
STT_NO_ANSWER = Condition("stt_no_answer", "STT_TIMEOUT", _RETRYABLE)
STT_OUT_OF_TIME = Condition("stt_out_of_time", "STT_TIMEOUT", _RETRYABLE)
STT_UNAVAILABLE = Condition("stt_unavailable", "STT_BAD_RESPONSE", _RETRYABLE)
STT_REJECTED = Condition("stt_rejected", "STT_BAD_RESPONSE", _PERMANENT)
STT_MALFORMED = Condition("stt_malformed", "STT_BAD_RESPONSE", _RETRYABLE)
STT_MISCONFIGURED = Condition("stt_misconfigured", "STT_BAD_RESPONSE", _CONFIGURATION)
STT_FAILED = Condition("stt_failed", "STT_BAD_RESPONSE", _PERMANENT)
STT_LOST = Condition("stt_lost", "STT_BAD_RESPONSE", _PERMANENT)
STT_GAVE_UP = Condition("stt_gave_up", "STT_TIMEOUT", _PERMANENT)
STT_OVERDUE = Condition("stt_overdue", "STT_TIMEOUT", _PERMANENT)
LLM_NO_ANSWER = Condition("llm_no_answer", "LLM_TIMEOUT", _RETRYABLE)
LLM_OUT_OF_TIME = Condition("llm_out_of_time", "LLM_TIMEOUT", _RETRYABLE)
LLM_UNAVAILABLE = Condition("llm_unavailable", "LLM_BAD_RESPONSE", _RETRYABLE)
LLM_REFUSED = Condition("llm_refused", "LLM_BAD_RESPONSE", _PERMANENT)
LLM_TRUNCATED = Condition("llm_truncated", "LLM_BAD_RESPONSE", _PERMANENT)
LLM_TOO_LONG = Condition("llm_too_long", "LLM_BAD_RESPONSE", _PERMANENT)
LLM_MALFORMED = Condition("llm_malformed", "LLM_BAD_RESPONSE", _RETRYABLE)
LLM_MISCONFIGURED = Condition("llm_misconfigured", "LLM_BAD_RESPONSE", _CONFIGURATION)
CALLBACK_UNREACHABLE = Condition("callback_unreachable", "CALLBACK_FAILED", _RETRYABLE)
CALLBACK_UNAVAILABLE = Condition("callback_unavailable", "CALLBACK_FAILED", _RETRYABLE)
CALLBACK_REJECTED = Condition("callback_rejected", "CALLBACK_FAILED", _PERMANENT)
CALLBACK_CLOSED = Condition("callback_closed", "CALLBACK_FAILED", _PERMANENT)
CALLBACK_MISCONFIGURED = Condition("callback_misconfigured", "CALLBACK_FAILED", _CONFIGURATION)
CALLBACK_FORBIDDEN = Condition("callback_forbidden", "CALLBACK_FAILED", _PERMANENT)
RESULT_UNAVAILABLE = Condition("result_unavailable", "UNKNOWN_ERROR", _RETRYABLE)
RESULT_FORBIDDEN = Condition("result_forbidden", "UNKNOWN_ERROR", _CONFIGURATION)
LEDGER_UNAVAILABLE = Condition("ledger_unavailable", "UNKNOWN_ERROR", _RETRYABLE)
LEDGER_FORBIDDEN = Condition("ledger_forbidden", "UNKNOWN_ERROR", _CONFIGURATION)
CRASH_LOOP = Condition("crash_loop", "UNKNOWN_ERROR", _PERMANENT)
WORKER_DIED = Condition("worker_died", "UNKNOWN_ERROR", _RETRYABLE)
BUDGET_SPENT = Condition("budget_spent", "UNKNOWN_ERROR", _RETRYABLE)
BUDGET_TOO_SMALL = Condition("budget_too_small", "UNKNOWN_ERROR", _CONFIGURATION)
JOB_CANCELLED = Condition("job_cancelled", "JOB_CANCELLED", _PERMANENT)
SETTINGS_INVALID = Condition("settings_invalid", "UNKNOWN_ERROR", _CONFIGURATION)
UNEXPECTED = Condition("unexpected", "UNKNOWN_ERROR", _RETRYABLE)

OUT_OF_TIME = frozenset({SOURCE_OUT_OF_TIME, FFMPEG_OUT_OF_TIME, STT_OUT_OF_TIME, LLM_OUT_OF_TIME})
"""Only the time of this invocation ran out: the job continues in another one."""
