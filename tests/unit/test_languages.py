from __future__ import annotations

import pytest

from worker.domain.errors import Axis, Condition, JobError
from worker.domain.languages import name_language


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
    ],
)
def test_a_language_is_known_by_its_usual_names(given: str, name: str) -> None:
    assert name_language(given) == name


@pytest.mark.parametrize("given", ["", "fr", "kr", "k", "korea", "-ko", "Kor&lang=Eng"])
def test_any_other_language_is_permanently_unsupported(given: str) -> None:
    with pytest.raises(JobError) as caught:
        name_language(given)

    assert (caught.value.condition, caught.value.axis) == (Condition.LANGUAGE_UNSUPPORTED, Axis.PERMANENT)
