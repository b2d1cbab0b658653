import pytest

from local.recogniser.particles import join_particles


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("미국 에서 영어 를 배우는 사람 이 많다", "미국에서 영어를 배우는 사람이 많다"),
        ("프로젝트 로 서울 로 집 으로", "프로젝트로 서울로 집으로"),
        ("페이지 의 언어 에 만", "페이지의 언어에만"),
        ("오늘 은 비 가 온다", "오늘은 비가 온다"),
    ],
)
def test_a_particle_is_written_to_its_word(heard: str, written: str) -> None:
    assert join_particles(heard) == written


@pytest.mark.parametrize(
    "heard", ["제출된 이 페이지", "나눌 이 도구", "보는 이 사람", "사람 가", "학교 으로", "이 은행", "", "C 는"]
)
def test_what_need_not_be_a_particle_stays_alone(heard: str) -> None:
    assert join_particles(heard) == heard
