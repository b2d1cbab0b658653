from __future__ import annotations

import pytest

from worker.jobs.errors import LANGUAGE_UNSUPPORTED, Handling, JobError
from worker.speech.languages import is_same_language, name_language


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Kor", "Kor"),
        ("ko", "Kor"),
        ("ko-KR", "Kor"),
        ("ko_KR", "Kor"),
        ("kor", "Kor"),
        (" KOREAN ", "Kor"),
        ("Eng", "Eng"),
        ("EN", "Eng"),
        ("en-us", "Eng"),
        ("Jpn", "Jpn"),
        ("ja", "Jpn"),
        ("Chn", "Chn"),
        ("zh-CN", "Chn"),
        ("zho", "Chn"),
        ("kr", "Kor"),
        ("KR", "Kor"),
        ("jp", "Jpn"),
        ("cn", "Chn"),
        ("us", "Eng"),
        ("en_US", "Eng"),
        ("eng-GB", "Eng"),
        ("zh-Hans-CN", "Chn"),
        ("zh_Hant_TW", "Chn"),
        ("chi", "Chn"),
        ("cmn-Hans", "Chn"),
        ("ja-JP-u-ca-japanese", "Jpn"),
        ("ko.UTF-8", "Kor"),
        ("en_US.UTF-8@euro", "Eng"),
        ("zh@pinyin", "Chn"),
    ],
)
def test_a_language_is_known_by_its_usual_names(given: str, name: str) -> None:
    assert name_language(given, "none") == name


@pytest.mark.parametrize(
    "told",
    [
        *(None, "", "  ", "und", "UND", "auto", "Auto", "unknown", "null", "mul", "und-Latn", "N/A", "*", "-"),
        "default",
    ],
)
def test_what_tells_no_language_is_the_default(told: str | None) -> None:
    assert name_language(told, "Jpn") == "Jpn"


@pytest.mark.parametrize("given", ["fr", "k", "korea", "ko,en", "yue", "Kor&lang=Eng"])
def test_any_other_language_is_permanently_unsupported(given: str) -> None:
    with pytest.raises(JobError) as caught:
        name_language(given, "Kor")

    assert (caught.value.condition, caught.value.handling) == (LANGUAGE_UNSUPPORTED, Handling.PERMANENT)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("kor", "Kor", True),
        ("ko-KR", "kor", True),
        ("chi", "zho", True),
        ("fra", "FRA", True),
        ("eng", "kor", False),
        ("fra", "deu", False),
        ("und", "kor", False),
    ],
)
def test_two_names_may_mean_one_language(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a table
    assert is_same_language(one, other) is same
