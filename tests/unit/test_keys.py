from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from worker.video.keys import Address, NoAddressError, find_address, is_name, read_address

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


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["café", "Müller", "ガイド", "회의록", "Tiếng Việt", "สวัสดี", "नमस्ते", "שָׁלוֹם", "مُحَمَّد"])
def test_a_name_of_letters_with_marks_is_one_and_stays_as_it_is_written(name: str, form: Literal["NFC", "NFD"]) -> None:
    written = unicodedata.normalize(form, name)

    assert read_address(f"videos/{written}/{written}.mp4") == Address(written, written)


@pytest.mark.parametrize(
    "name",
    [
        "[최종] 회의",
        "a, b & c ~ d · e 'f' @g",
        '! # $ = ; : ? * ^ { } | ` " < >',
        "「안내」 《1부》 제2장…",
        "100\uff05\uff08완성\uff09",
        "가족 \U0001f468\u200d\U0001f469\u200d\U0001f467 여행 ✈️ 🇰🇷",
        "Screen Recording 2026-11-30 at 4.05.01\u202fPM",
        "\u200e사진\u3000모음",
        "나눔\u200c نمی‌خواهم",
        "€ 1½ ± ②",
        "피곤 \U0001fae9",
        "2030년의 이모지 \U0001faff",
    ],
)
def test_what_people_write_in_the_names_of_files_is_a_name(name: str) -> None:
    assert read_address(f"videos/{name}/{name}.mp4") == Address(name, name)


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\t",
        "\n",
        "\x1b",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u2066",
        "\ue000",
        "\uffff",
        "\ufdd0",
        "\U0010fffe",
        "\ud800",
        "\\",
    ],
)
def test_what_is_no_text_or_turns_it_around_is_in_no_name(character: str) -> None:
    assert read_address(f"videos/u/a{character}b.mp4") is None
    assert read_address(f"videos/a{character}b/1.mp4") is None


def test_a_long_run_of_marks_is_refused_before_it_is_composed() -> None:
    assert not is_name("e" + "\u0301\u0316" * 250_000)


def test_a_name_is_as_long_in_composed_characters_as_in_parts() -> None:
    assert read_address(f"videos/{unicodedata.normalize('NFD', '가' * 80)}.mp4") is not None
    assert read_address(f"videos/{unicodedata.normalize('NFD', '가' * 129)}.mp4") is None


@pytest.mark.parametrize(
    ("user_id", "job_id"),
    [
        ("𐌰" * 125 + "x", "𐌰" * 127 + "x"),
        ("𐌰" * 125 + "xx", "𐌰" * 127 + "x"),
        ("u", "각각각" * 41),
        (None, "𐌰" * 128),
    ],
)
def test_of_every_job_the_keys_fit_into_s3(user_id: str | None, job_id: str) -> None:
    owner = f"{user_id}/" if user_id else ""
    longest = len(f"results/{owner}{job_id}.json".encode())
    is_job = read_address(f"videos/{owner}{job_id}.mp4") is not None

    assert is_job == (longest <= 1024)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("videos/a/b/c.mp4", "videos/{user_id}/{job_id}.{ext}"),
        ("videos/u/a\nb.mp4", "no controls"),
        ("videos/u/-rf.mp4", "begin with no . or -"),
        (f"videos/{'𐌰' * 126}/{'𐌰' * 127}.mp4", "too long"),
        (f"videos/{unicodedata.normalize('NFD', '각' * 106)}.mp4", "too long"),
    ],
    ids=["deep", "a newline", "an option", "its result", "its work"],
)
def test_a_key_that_names_no_job_says_why_and_is_not_quoted(key: str, reason: str) -> None:
    with pytest.raises(NoAddressError) as caught:
        find_address(key)

    assert reason in str(caught.value)
    assert key not in str(caught.value)


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
        "videos/u/a\nb.mp4",
        "videos/u/job.mp4\n",
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
