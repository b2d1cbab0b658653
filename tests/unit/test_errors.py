from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

import worker
from worker.jobs.errors import Condition, Handling, JobError, Spent

P, R, C = Handling.PERMANENT, Handling.RETRYABLE, Handling.CONFIGURATION

WORKER = Path(worker.__file__ or "").parent
MODULES = [
    import_module(".".join(path.relative_to(WORKER.parent).with_suffix("").parts))
    for path in WORKER.rglob("*.py")
    if " = Condition(" in path.read_text(encoding="utf-8")
]
FOUND = {id(value): value for module in MODULES for value in vars(module).values() if isinstance(value, Condition)}
CONDITIONS = list(FOUND.values())
"""Each once, though modules import those of others."""

REASONS = {condition.reason: condition for condition in CONDITIONS}

TABLE = [
    ("source_gone", "S3_DOWNLOAD_FAILED", P),
    ("source_replaced", "S3_DOWNLOAD_FAILED", P),
    ("source_too_large", "S3_DOWNLOAD_FAILED", P),
    ("source_forbidden", "S3_DOWNLOAD_FAILED", C),
    ("source_unavailable", "S3_DOWNLOAD_FAILED", R),
    ("source_out_of_time", "S3_DOWNLOAD_FAILED", R),
    ("not_media", "FFMPEG_FAILED", P),
    ("no_audio", "FFMPEG_FAILED", P),
    ("codec_unsupported", "FFMPEG_FAILED", P),
    ("track_unusable", "FFMPEG_FAILED", P),
    ("no_picture", "FFMPEG_FAILED", P),
    ("audio_too_short", "FFMPEG_FAILED", P),
    ("video_too_long", "FFMPEG_FAILED", P),
    ("ffmpeg_crashed", "FFMPEG_FAILED", P),
    ("ffmpeg_killed", "FFMPEG_FAILED", R),
    ("ffmpeg_out_of_time", "FFMPEG_FAILED", R),
    ("ffmpeg_out_of_disk", "FFMPEG_FAILED", R),
    ("ffmpeg_missing", "FFMPEG_FAILED", C),
    ("language_unsupported", "STT_BAD_RESPONSE", P),
    ("engine_unknown", "STT_BAD_RESPONSE", P),
    ("stt_no_answer", "STT_TIMEOUT", R),
    ("stt_out_of_time", "STT_TIMEOUT", R),
    ("stt_unavailable", "STT_BAD_RESPONSE", R),
    ("stt_rejected", "STT_BAD_RESPONSE", P),
    ("stt_malformed", "STT_BAD_RESPONSE", R),
    ("stt_misconfigured", "STT_BAD_RESPONSE", C),
    ("stt_failed", "STT_BAD_RESPONSE", P),
    ("stt_lost", "STT_BAD_RESPONSE", P),
    ("stt_gave_up", "STT_TIMEOUT", P),
    ("stt_overdue", "STT_TIMEOUT", P),
    ("llm_no_answer", "LLM_TIMEOUT", R),
    ("llm_out_of_time", "LLM_TIMEOUT", R),
    ("llm_unavailable", "LLM_BAD_RESPONSE", R),
    ("llm_refused", "LLM_BAD_RESPONSE", P),
    ("llm_truncated", "LLM_BAD_RESPONSE", P),
    ("llm_too_long", "LLM_BAD_RESPONSE", P),
    ("llm_malformed", "LLM_BAD_RESPONSE", R),
    ("llm_misconfigured", "LLM_BAD_RESPONSE", C),
    ("callback_unreachable", "CALLBACK_FAILED", R),
    ("callback_unavailable", "CALLBACK_FAILED", R),
    ("callback_rejected", "CALLBACK_FAILED", P),
    ("callback_closed", "CALLBACK_FAILED", P),
    ("callback_misconfigured", "CALLBACK_FAILED", C),
    ("callback_forbidden", "CALLBACK_FAILED", P),
    ("order_invalid", "ORDER_INVALID", P),
    ("catalog_no_answer", "CATALOG_API_FAILED", R),
    ("catalog_unavailable", "CATALOG_API_FAILED", R),
    ("catalog_rejected", "CATALOG_API_FAILED", P),
    ("catalog_misconfigured", "CATALOG_API_FAILED", C),
    ("content_unknown", "DATABASE_FAILED", R),
    ("database_unavailable", "DATABASE_FAILED", R),
    ("database_misconfigured", "DATABASE_FAILED", C),
    ("result_unavailable", "UNKNOWN_ERROR", R),
    ("result_forbidden", "UNKNOWN_ERROR", C),
    ("ledger_unavailable", "UNKNOWN_ERROR", R),
    ("ledger_forbidden", "UNKNOWN_ERROR", C),
    ("crash_loop", "UNKNOWN_ERROR", P),
    ("worker_died", "UNKNOWN_ERROR", R),
    ("budget_spent", "UNKNOWN_ERROR", R),
    ("budget_too_small", "UNKNOWN_ERROR", C),
    ("job_cancelled", "JOB_CANCELLED", P),
    ("settings_invalid", "UNKNOWN_ERROR", C),
    ("unexpected", "UNKNOWN_ERROR", R),
]


@pytest.mark.parametrize(("condition", "code", "handling"), TABLE)
def test_each_condition_has_its_code_and_handling(condition: str, code: str, handling: Handling) -> None:
    error = JobError(REASONS[condition], "One sentence.")

    assert (error.code, error.handling) == (code, handling)


def test_the_table_lists_every_condition_once() -> None:
    assert sorted(row[0] for row in TABLE) == sorted(condition.reason for condition in CONDITIONS)


def test_every_code_that_a_backend_reads_is_explained() -> None:
    told = {condition.code for condition in CONDITIONS} - {"CALLBACK_FAILED"}
    page = (Path(__file__).parents[2] / "docs" / "messages.md").read_text(encoding="utf-8")

    assert [code for code in sorted(told) if code not in page] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("FFMPEG", "it broke."), "MIX: segment 3: it broke."), (("It broke.",), "MIX: segment 3: It broke.")],
)
def test_a_part_s_failure_is_the_whole_s_in_the_words_of_the_whole(words: tuple[str, ...], sentence: str) -> None:
    error = JobError(REASONS["ffmpeg_missing"], *words, retry_after=2.0, setting="FFMPEG_PATH").within(
        "MIX", "segment 3"
    )

    assert error.sentence == str(error) == sentence
    assert (error.condition, error.retry_after, error.setting) == (REASONS["ffmpeg_missing"], 2.0, "FFMPEG_PATH")


def test_a_part_s_failure_carries_what_was_made_and_spent_into_the_whole_s() -> None:
    error = JobError(REASONS["callback_unreachable"], "CALLBACK", "it broke.", perhaps_heard=True)
    error.draft, error.spent = object(), Spent(stt_seconds=15)

    whole = error.within("MIX", "segment 3")

    assert (whole.draft, whole.spent, whole.perhaps_heard) == (error.draft, error.spent, True)


def test_several_settings_are_told_as_one_text_and_kept_apart() -> None:
    error = JobError(REASONS["settings_invalid"], "SETTINGS", "they are wrong.", setting=("DB_HOST", "DB_USER"))

    assert (error.setting, error.settings) == ("DB_HOST, DB_USER", ("DB_HOST", "DB_USER"))


def test_no_stage_stands_in_an_error_s_text() -> None:
    staged = re.compile(r'(JobError\(\s*\w+,|sentence =)\s*f?"[A-Z_]+: ')

    assert [path.name for path in WORKER.parent.rglob("*.py") if staged.search(path.read_text(encoding="utf-8"))] == []
