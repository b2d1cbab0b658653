from __future__ import annotations

import unicodedata

import pytest

from worker.domain.keys import Address, read_address

KOREAN = "회의록 (최종)"


@pytest.mark.parametrize(
    ("key", "job_id", "user_id"),
    [
        ("videos/123/987654321.mp4", "987654321", "123"),
        ("videos/987654321.mp4", "987654321", None),
        ("videos/u_1/a.b.c.mkv", "a.b.c", "u_1"),
        ("videos/u/UPPER.MP4", "UPPER", "u"),
        ("videos/u/my clip+1 (2).webm", "my clip+1 (2)", "u"),
        ("videos/u/100%25.mov", "100%25", "u"),
        (f"videos/김 철수/{KOREAN}.avi", KOREAN, "김 철수"),
        (f"videos/u/{unicodedata.normalize('NFD', KOREAN)}.mp4", unicodedata.normalize("NFD", KOREAN), "u"),
        (f"videos/u/{'x' * 128}.mp4", "x" * 128, "u"),
        ("videos/u/_-.mp4", "_-", "u"),
    ],
)
def test_a_key_names_the_job_and_its_owner(key: str, job_id: str, user_id: str | None) -> None:
    assert read_address(key) == Address(job_id, user_id)


@pytest.mark.parametrize(
    "key",
    [
        "videos/",
        "videos/u/",
        "videos/u/noextension",
        "videos/u/.mp4",
        "videos/u/.hidden.mp4",
        "videos/u/-rf.mp4",
        "videos/-u/job.mp4",
        "videos/../job.mp4",
        "videos/a/b/c.mp4",
        "videos//job.mp4",
        f"videos/u/{'x' * 129}.mp4",
        "videos/u/a;b.mp4",
        "videos/u/a\nb.mp4",
        "videos/u/job.mp4\n",
        "videos/u/a?b.mp4",
        "videos/u/a#b.mp4",
        "videos/u/a\\b.mp4",
        "videos/u/job.m/p4",
        "videos/u/job.toolongextension",
        "Videos/u/job.mp4",
        "results/u/job.json",
        " videos/u/job.mp4",
    ],
)
def test_any_other_key_names_no_job(key: str) -> None:
    assert read_address(key) is None
