from __future__ import annotations

import pytest

from worker.domain.media import AudioFilter
from worker.settings import SettingsError, read_settings, read_telling_settings

COMPLETE = {
    "VIDEO_BUCKET_NAME": "videos-bucket",
    "JOB_TABLE_NAME": "jobs-table",
    "BACKEND_BASE_URL": "https://backend.example.com",
    "BACKEND_INTERNAL_TOKEN": "token-canary",
    "CLOVA_API_KEY_ID": "id-canary",
    "CLOVA_API_KEY": "clova-canary",
    "CLAUDE_API_KEY": "claude-canary",
}


def problems(**changes: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(COMPLETE | changes)
    return caught.value.problems


def test_seven_settings_are_enough() -> None:
    settings = read_settings(COMPLETE)

    assert settings.claude_model == "claude-haiku-5-5"
    assert settings.audio_filter is AudioFilter.SPEECH
    assert (settings.max_retries, settings.retry_delay_seconds, settings.clova_concurrency) == (3, 1, 4)
    assert settings.app_env == "prod"


@pytest.mark.parametrize("name", sorted({*COMPLETE} - {"JOB_TABLE_NAME"}))
def test_a_missing_setting_is_named(name: str) -> None:
    assert problems(**{name: ""}) == [f"{name}: Field required"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APP_ENV", "staging"),
        ("LOG_LEVEL", "LOUD"),
        ("MAX_RETRIES", "-1"),
        ("MAX_RETRIES", "many"),
        ("CLOVA_CONCURRENCY", "0"),
        ("AUDIO_FILTER", "bass"),
        ("AUDIO_TRACK", "0"),
        ("AUDIO_TRACK", "the second"),
        ("VIDEO_TASK", "dubbing"),
        ("CLAUDE_MAX_TOKENS", "1"),
        ("CLAUDE_PROMPT", "../../etc/passwd"),
        ("CLAUDE_PROMPT", "no_such_prompt"),
        ("WEBHOOK_SECRET", "not-base64-canary!"),
        ("WEBHOOK_SECRET", '{"https://nobody.example.com": "QQ=="}'),
        ("BACKEND_BASE_URL", "backend.example.com"),
        ("BACKEND_BASE_URL", "ftp://backend.example.com"),
        ("CALLBACK_ALLOWED_ORIGINS", "https://backend.example.com/canary"),
        ("CLOVA_STT_URL", "https://"),
        ("CLOVA_STT_URL", "https://clova.example.com/recog/v1/stt?lang=ko-KR"),
        ("CLAUDE_API_URL", "https://user:password-canary@api.example.com"),
        ("MAX_VIDEO_BYTES", "0"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_but_not_quoted(name: str, value: str) -> None:
    [problem] = problems(**{name: value})

    assert problem.startswith(f"{name}: ")
    assert "canary" not in problem


def test_every_problem_is_told_at_once() -> None:
    assert len(problems(APP_ENV="x", CLAUDE_API_KEY="", MAX_RETRIES="x")) == 3


@pytest.mark.parametrize("name", ["BACKEND_BASE_URL", "CLOVA_STT_URL", "CLAUDE_API_URL"])
def test_plain_http_is_for_dev_only(name: str) -> None:
    changed = {name: "http://backend.internal:8080/path"}

    assert problems(**changed) == [f"{name}: plain http is for APP_ENV=dev only"]
    read_settings(COMPLETE | changed | {"APP_ENV": "dev"})


@pytest.mark.parametrize(
    ("allowed", "url"),
    [
        ("https://backend.example.com", "https://backend.example.com"),
        ("https://other.example.com, https://backend.example.com:443/", "https://Backend.example.com/base"),
        ("https://backend.example.com:8443", "https://backend.example.com:8443/base"),
    ],
)
def test_a_backend_whose_origin_is_allowed_is_told(allowed: str, url: str) -> None:
    read_settings(COMPLETE | {"CALLBACK_ALLOWED_ORIGINS": allowed, "BACKEND_BASE_URL": url})


@pytest.mark.parametrize(
    "allowed",
    [
        "https://backend.example.com:8443",
        "http://backend.example.com",
        "https://example.com",
        "https://backend.example.com.evil.example",
    ],
)
def test_a_backend_of_another_origin_is_not_told(allowed: str) -> None:
    elsewhere = {"CALLBACK_ALLOWED_ORIGINS": allowed}

    assert problems(**elsewhere) == ["CALLBACK_ALLOWED_ORIGINS: the origin of BACKEND_BASE_URL is not among them"]
    with pytest.raises(SettingsError):
        read_telling_settings(COMPLETE | elsewhere)


@pytest.mark.parametrize(
    ("value", "level"), [("debug", "DEBUG"), ("WARN", "WARNING"), ("warn", "WARNING"), (" Error ", "ERROR")]
)
def test_a_log_level_may_be_spelt_as_elsewhere(value: str, level: str) -> None:
    assert read_settings(COMPLETE | {"LOG_LEVEL": value}).log_level == level


def test_the_result_bucket_is_the_video_bucket_unless_told() -> None:
    assert read_settings(COMPLETE).result_bucket == "videos-bucket"
    assert read_settings(COMPLETE | {"RESULT_BUCKET_NAME": "results-bucket"}).result_bucket == "results-bucket"


def test_white_space_around_a_value_is_dropped() -> None:
    assert read_settings(COMPLETE | {"CLAUDE_MODEL": " claude-sonnet-5-5\n"}).claude_model == "claude-sonnet-5-5"


def test_a_blank_secret_is_missing() -> None:
    assert problems(CLAUDE_API_KEY="  \n") == ["CLAUDE_API_KEY: Field required"]


def test_secrets_do_not_show_in_the_settings_text() -> None:
    assert "canary" not in repr(read_settings(COMPLETE))


def test_names_of_others_are_let_be() -> None:
    read_settings(COMPLETE | {"SQS_WAIT_TIME_SECONDS": "10", "FFPROBE_PATH": "", "PATH": "/usr/bin"})


def test_the_backend_can_be_told_without_the_keys_of_the_services() -> None:
    telling = {name: value for name, value in COMPLETE.items() if not name.startswith("CL")}

    assert read_telling_settings(telling).video_bucket_name == "videos-bucket"


def test_the_backend_cannot_be_told_without_its_token() -> None:
    with pytest.raises(SettingsError, match="BACKEND_INTERNAL_TOKEN"):
        read_telling_settings({"VIDEO_BUCKET_NAME": "b", "BACKEND_BASE_URL": "https://b.example.com"})


def test_only_a_laptop_does_without_a_table() -> None:
    assert read_settings(COMPLETE | {"JOB_TABLE_NAME": "", "APP_ENV": "dev"}).job_table_name == ""


def test_a_lease_outlives_two_missed_beats() -> None:
    read_settings(COMPLETE | {"HEARTBEAT_SECONDS": "60", "LEASE_SECONDS": "180"})

    [problem] = problems(HEARTBEAT_SECONDS="61", LEASE_SECONDS="180")
    assert problem.startswith("HEARTBEAT_SECONDS: ")


def test_a_job_that_is_held_is_not_silent() -> None:
    read_settings(COMPLETE | {"JOB_SILENCE_SECONDS": "181", "LEASE_SECONDS": "180"})

    [problem] = problems(JOB_SILENCE_SECONDS="180", LEASE_SECONDS="180")
    assert problem.startswith("JOB_SILENCE_SECONDS: ")
