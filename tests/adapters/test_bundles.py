"""Files of certificates that settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.listener import AUTHORITY, SERVER
from worker.adapters.http.client import check_bundle
from worker.jobs.errors import SETTINGS_INVALID, JobError

if TYPE_CHECKING:
    from pathlib import Path

CUT = AUTHORITY.read_bytes()[:200]
NO_BUNDLES = {
    "empty": b"",
    "text": "인증서 canary".encode(),
    "cut": CUT,
    "one of two cut": AUTHORITY.read_bytes() + CUT,
    "no base64": b"-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----\n",
    "a key": SERVER.read_bytes().partition(b"-----BEGIN CERTIFICATE")[0],
    "binary": bytes(range(256)),
}


@pytest.mark.parametrize("content", NO_BUNDLES.values(), ids=NO_BUNDLES)
def test_a_file_without_certificates_is_named_and_not_quoted(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "bundle.pem"
    file.write_bytes(content)

    with pytest.raises(JobError) as caught:
        check_bundle(str(file), "DB_CA_BUNDLE")

    assert (caught.value.condition, caught.value.setting) == (SETTINGS_INVALID, "DB_CA_BUNDLE")
    assert "canary" not in caught.value.sentence
    assert str(tmp_path) not in caught.value.sentence


@pytest.mark.parametrize("path", ["/nowhere/canary.pem", "/", "canary\x00.pem"])
def test_what_is_no_file_is_named(path: str) -> None:
    with pytest.raises(JobError) as caught:
        check_bundle(path, "BACKEND_CA_BUNDLE")

    assert caught.value.setting == "BACKEND_CA_BUNDLE"


@pytest.mark.parametrize("path", ["", str(AUTHORITY)])
def test_certificates_or_no_file_at_all_are_taken(path: str) -> None:
    assert check_bundle(path, "BACKEND_CA_BUNDLE") == path
