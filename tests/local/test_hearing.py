"""What hears in CLOVA's place, and what a person is told of it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from local.hearing import UnheardError, find_hearing, start_clova
from local.report import show_job
from local.request import find_problem, read_request
from local.standins.backend import Callback
from local.standins.recogniser import ENGLISH, Hearing
from local.times import Times
from local.watch import Watched

if TYPE_CHECKING:
    from pathlib import Path

REMARK = "Heard as Korean by an offline stand-in"


def test_a_video_of_ones_own_is_in_korean_and_the_sample_in_english(tmp_path: Path) -> None:
    own = str(tmp_path / "talk.mp4")

    assert read_request({"VIDEO": own}).spoken == "Kor"
    assert read_request({"VIDEO": own, "SPOKEN": "Eng"}).spoken == "Eng"
    assert read_request({}).spoken == "Eng"


def test_clova_itself_is_told_no_language_that_nobody_named(tmp_path: Path) -> None:
    assert read_request({"VIDEO": str(tmp_path / "talk.mp4")}).language is None


def test_a_language_that_clova_does_not_know_is_told_with_those_it_knows() -> None:
    assert find_problem(read_request({"SPOKEN": "korean"})) == "SPOKEN is one of Kor, Eng, Jpn, Chn."


def test_a_language_without_an_offline_recogniser_is_told_with_a_way_out() -> None:
    with pytest.raises(UnheardError, match=r"hears Eng and Kor, not Jpn.*CLOVA_API_KEY"):
        find_hearing("Jpn")


def test_a_recogniser_that_is_not_installed_is_told_with_the_ways_out(tmp_path: Path) -> None:
    missing = Hearing("Korean", "vosk", tmp_path / "korean", "local.recogniser.korean", "")

    with pytest.raises(UnheardError, match=r"vosk is not in .*make demo SPOKEN=Kor .*CLOVA_API_KEY.* or SPOKEN=Eng\."):
        find_hearing("Kor", {"Kor": missing, "Eng": ENGLISH})


def test_the_stand_in_says_who_hears_and_that_clova_hears_better() -> None:
    with ExitStack() as stack:
        service = start_clova(stack, "127.0.0.1", ["Eng"], lambda: False)

    assert service.name == "a CLOVA stand-in that hears English (pocketsphinx)"
    assert service.parameters["ClovaSttUrl"].endswith("?lang=Eng")
    assert service.parameters["AudioFilter"] == "speech"
    assert "Heard as English by an offline stand-in (pocketsphinx)" in service.remark
    assert "CLOVA is better. Korean: SPOKEN=Kor." in service.remark


@pytest.mark.parametrize(("video", "transcript", "shown"), [("a.mp4", "말", 1), ("a.mp4", "", 0), ("", "a", 0)])
def test_the_remark_stands_under_a_transcript_of_ones_own_video(video: str, transcript: str, shown: int) -> None:
    body = {"status": "DONE", "transcript": transcript, "summary": "s"}
    console = Console(width=80)
    with console.capture() as captured:
        watched = Watched(Callback("1", "/internal/jobs/1/complete", {}, body), Times())
        show_job(console, read_request({"VIDEO": video}), watched, [], REMARK)

    assert captured.get().count(REMARK) == shown
