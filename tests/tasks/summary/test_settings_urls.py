from __future__ import annotations

import pytest

from tests.tasks.summary.settings import COMPLETE, problems
from worker.settings.callbacks import BackendSettings
from worker.settings.reading import SettingsError, validate
from worker.tasks.summary.settings import Settings

URLS = ["BACKEND_BASE_URL", "BEDROCK_ENDPOINT_URL", "CLAUDE_API_URL", "CLOVA_STT_URL", "SQS_QUEUE_URL"]


@pytest.mark.parametrize("name", URLS)
@pytest.mark.parametrize(
    "value",
    [
        "https://canary.example.com:99999/",
        "https://canary.example.com:port/",
        "https://canary.example.com:0/",
        "https://can ary.example.com/",
        "https://can\nary.example.com/",
        "https://canary.example.com/a\tb",
        "https://canary..example.com/",
        "https://-canary.example.com/",
        "https://" + "canary" * 11 + ".example.com/",
        "https://카나리.example.com/",
        "https://canary.example.com/경로",
        "https://2130706433/canary",
        "https://[::canary/",
        "https:///canary",
        "https:canary.example.com",
    ],
)
def test_a_url_that_no_client_calls_is_named_but_not_quoted(name: str, value: str) -> None:
    [problem] = problems(**{name: value})

    assert problem == f"{name}: must be a URL such as https://host.example.com:8443/path, in ASCII"


@pytest.mark.parametrize("name", URLS)
@pytest.mark.parametrize("user", ["", "user", "user:canary"])
def test_a_url_names_no_user(name: str, user: str) -> None:
    assert problems(**{name: f"https://{user}@host.example.com/"}) == [f"{name}: must not hold a user name or password"]


@pytest.mark.parametrize(
    "url",
    [
        "https://backend.example.com:8443/base/",
        "https://Backend.example.com.",
        "https://backend_api:8080",
        "https://xn--9n2bp8q.example.com",
        "https://10.0.0.7/",
        "https://[fd00::7]:8443/",
        "https://backend.example.com/%ED%95%9C",
    ],
)
def test_a_url_may_have_any_host_port_and_path(url: str) -> None:
    assert validate(Settings, COMPLETE | {"BACKEND_BASE_URL": url}).backend_base_url == url


def test_the_url_of_csr_keeps_its_other_parameters() -> None:
    url = "https://clova.example.com/stt?tenant=7&language=ko&lang=Jpn"

    assert validate(Settings, COMPLETE | {"CLOVA_STT_URL": url}).clova_stt_url == url


def test_a_host_for_localhost_is_found_however_it_is_spelt() -> None:
    read = validate(Settings, COMPLETE | {"JOB_CALLBACK_LOCALHOST_HOST": "Host.Docker.Internal"})

    assert read.job_callback_localhost_host == "host.docker.internal"


def test_origins_of_plain_http_are_for_dev_only() -> None:
    allowed = {"CALLBACK_ALLOWED_ORIGINS": "https://backend.example.com,http://partner.example.com"}

    assert problems(**allowed) == ["CALLBACK_ALLOWED_ORIGINS: plain http is for APP_ENV=dev only"]
    validate(Settings, COMPLETE | allowed | {"APP_ENV": "dev"})


@pytest.mark.parametrize("name", ["BACKEND_BASE_URL", "CLOVA_STT_URL", "CLAUDE_API_URL"])
def test_plain_http_is_for_dev_only(name: str) -> None:
    changed = {name: "http://backend.internal:8080/path"}

    assert problems(**changed) == [f"{name}: plain http is for APP_ENV=dev only"]
    validate(Settings, COMPLETE | changed | {"APP_ENV": "dev"})


@pytest.mark.parametrize(
    ("allowed", "url"),
    [
        ("https://backend.example.com", "https://backend.example.com"),
        ("https://other.example.com, https://backend.example.com:443/", "https://Backend.example.com/base"),
        ("https://backend.example.com:8443", "https://backend.example.com:8443/base"),
    ],
)
def test_a_backend_whose_origin_is_allowed_is_told(allowed: str, url: str) -> None:
    validate(Settings, COMPLETE | {"CALLBACK_ALLOWED_ORIGINS": allowed, "BACKEND_BASE_URL": url})


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
        validate(BackendSettings, COMPLETE | elsewhere)
