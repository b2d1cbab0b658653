from __future__ import annotations

import json

import pytest

from tests.tasks.summary.settings import COMPLETE, problems
from worker.settings.callbacks import BackendSettings
from worker.settings.reading import SettingsError, validate
from worker.speech.audio import AudioFilter
from worker.tasks.summary.settings import Settings

SECRET = "whsec_" + "QUJD" * 8
SECRETS = ["BACKEND_INTERNAL_TOKEN", "CLAUDE_API_KEY", "CLOVA_API_KEY", "CLOVA_API_KEY_ID"]


def test_seven_settings_are_enough() -> None:
    settings = validate(Settings, COMPLETE)

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
        ("CLAUDE_MAX_TOKENS", "1"),
        ("CLAUDE_PROMPT", "../../etc/passwd"),
        ("CLAUDE_PROMPT", "no_such_prompt"),
        ("WEBHOOK_SECRET", "not-base64-canary!"),
        ("WEBHOOK_SECRET", "whsec_Y2FuYXJ5"),
        ("WEBHOOK_SECRET", json.dumps({"https://nobody.example.com": SECRET})),
        ("BACKEND_BASE_URL", "backend.example.com"),
        ("BACKEND_BASE_URL", "ftp://backend.example.com"),
        ("BACKEND_BASE_URL", "https://gateway.example.com/?tenant=canary"),
        ("BACKEND_BASE_URL", "https://backend.example.com/#canary"),
        ("CALLBACK_ALLOWED_ORIGINS", "https://backend.example.com/canary"),
        ("CALLBACK_ALLOWED_ORIGINS", "https://backend.example.com,https://*.example.com"),
        ("CALLBACK_ALLOWED_ORIGINS", "https://backend.example.com,http://partner.example.com"),
        ("JOB_CALLBACK_LOCALHOST_HOST", "-"),
        ("JOB_CALLBACK_LOCALHOST_HOST", "host.docker.internal:8000"),
        ("CLOVA_STT_URL", "https://"),
        ("CLOVA_STT_URL", "https://clova.example.com/recog/v1/stt?lang=ko-KR"),
        ("CLOVA_STT_URL", "https://clova.example.com/recog/v1/stt?lang="),
        ("CLOVA_STT_URL", "https://clova.example.com/recog/v1/stt?Lang=Eng"),
        ("CLOVA_STT_URL", "https://clova.example.com/recog/v1/stt?lang=Kor&lang=Eng"),
        ("CLAUDE_API_URL", "https://gateway.example.com/v1/messages?version=canary"),
        ("CLAUDE_MODEL", "claude haiku"),
        ("CLAUDE_PROVIDER", "canary"),
        ("CLAUDE_STRUCTURED", "canary"),
        ("BEDROCK_REGION", "canary.example.com/"),
        ("BEDROCK_ENDPOINT_URL", "canary"),
        ("VIDEO_BUCKET_NAME", "s3://canary"),
        ("VIDEO_BUCKET_NAME", "arn:aws:s3:::canary"),
        ("RESULT_BUCKET_NAME", "canary/results"),
        ("SQS_QUEUE_URL", "arn:aws:sqs:ap-northeast-2:1:canary"),
        ("MAX_RECEIVE_COUNT", "1001"),
        ("LEASE_SECONDS", "43201"),
        ("CLAUDE_API_URL", "https://user:password-canary@api.example.com"),
        ("MAX_VIDEO_BYTES", "0"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_but_not_quoted(name: str, value: str) -> None:
    [problem] = problems(**{name: value})

    assert problem.startswith(f"{name}: ")
    assert "canary" not in problem


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize(
    "value", ["can\nary", "can\r\nX-Other: ary", "can\x00ary", "can\x7fary", "canary\u200b", "비밀", "é"]
)
def test_a_secret_that_no_header_carries_is_named_but_not_quoted(name: str, value: str) -> None:
    assert problems(**{name: value}) == [
        f"{name}: must be printable ASCII without line breaks, since it stands in a header"
    ]


def test_a_secret_may_end_in_a_line_break_and_hold_signs_and_spaces() -> None:
    validate(Settings, COMPLETE | {"BACKEND_INTERNAL_TOKEN": 'Basic a+b/c==~"\\\n'})


NUMBERS = sorted(name.upper() for name, field in Settings.model_fields.items() if field.annotation is float)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "1e999"])
def test_a_number_is_finite(name: str, value: str) -> None:
    assert problems(**{name: value}) == [f"{name}: Input should be a finite number"]


def test_bedrock_needs_no_key_of_claude_and_is_called_in_the_stacks_region() -> None:
    keyless = {name: value for name, value in COMPLETE.items() if name != "CLAUDE_API_KEY"}

    settings = validate(Settings, keyless | {"CLAUDE_PROVIDER": "bedrock", "AWS_REGION": "ap-northeast-1"})

    assert settings.region_of_bedrock == "ap-northeast-1"
    chosen = validate(Settings, keyless | {"CLAUDE_PROVIDER": "bedrock", "BEDROCK_REGION": "us-west-2"})
    assert chosen.region_of_bedrock == "us-west-2"


def test_every_problem_is_told_at_once() -> None:
    assert len(problems(APP_ENV="x", CLAUDE_API_KEY="", MAX_RETRIES="x")) == 3


@pytest.mark.parametrize(
    ("value", "level"), [("debug", "DEBUG"), ("WARN", "WARNING"), ("warn", "WARNING"), (" Error ", "ERROR")]
)
def test_a_log_level_may_be_spelt_as_elsewhere(value: str, level: str) -> None:
    assert validate(Settings, COMPLETE | {"LOG_LEVEL": value}).log_level == level


def test_the_result_bucket_is_the_video_bucket_unless_told() -> None:
    assert validate(Settings, COMPLETE).result_bucket == "videos-bucket"
    assert validate(Settings, COMPLETE | {"RESULT_BUCKET_NAME": "results-bucket"}).result_bucket == "results-bucket"


def test_white_space_around_a_value_is_dropped() -> None:
    assert validate(Settings, COMPLETE | {"CLAUDE_MODEL": " claude-sonnet-5-5\n"}).claude_model == "claude-sonnet-5-5"


def test_a_blank_secret_is_missing() -> None:
    assert problems(CLAUDE_API_KEY="  \n") == ["CLAUDE_API_KEY: Field required"]


def test_secrets_do_not_show_in_the_settings_text() -> None:
    assert "canary" not in repr(validate(Settings, COMPLETE))


def test_names_of_others_are_let_be() -> None:
    validate(Settings, COMPLETE | {"SQS_WAIT_TIME_SECONDS": "10", "FFPROBE_PATH": "", "PATH": "/usr/bin"})


def test_the_backend_can_be_told_without_the_keys_of_the_services() -> None:
    telling = {name: value for name, value in COMPLETE.items() if not name.startswith("CL")}

    assert validate(BackendSettings, telling).video_bucket_name == "videos-bucket"


def test_the_backend_cannot_be_told_without_its_token() -> None:
    with pytest.raises(SettingsError, match="BACKEND_INTERNAL_TOKEN"):
        validate(BackendSettings, {"VIDEO_BUCKET_NAME": "b", "BACKEND_BASE_URL": "https://b.example.com"})


def test_only_a_laptop_does_without_a_table() -> None:
    assert validate(Settings, COMPLETE | {"JOB_TABLE_NAME": "", "APP_ENV": "dev"}).job_table_name == ""


def test_a_lease_outlives_two_missed_beats() -> None:
    validate(Settings, COMPLETE | {"HEARTBEAT_SECONDS": "60", "LEASE_SECONDS": "180"})

    [problem] = problems(HEARTBEAT_SECONDS="61", LEASE_SECONDS="180")
    assert problem.startswith("HEARTBEAT_SECONDS: ")


def test_a_job_that_is_held_is_not_silent() -> None:
    validate(Settings, COMPLETE | {"JOB_SILENCE_SECONDS": "181", "LEASE_SECONDS": "180"})

    [problem] = problems(JOB_SILENCE_SECONDS="180", LEASE_SECONDS="180")
    assert problem.startswith("JOB_SILENCE_SECONDS: ")
