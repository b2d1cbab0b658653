from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.request import find_problem, read_request
from worker.video.keys import find_address

if TYPE_CHECKING:
    from pathlib import Path


def ask(video: Path, task: str = "summary") -> str | None:
    return find_problem(read_request({"VIDEO": str(video), "TASK": task}))


@pytest.mark.parametrize("task", ["summary", "catalog", "segment_mix"])
@pytest.mark.parametrize("name", ["talk.mp4", "talk", "내 영상 [final] (1).MOV", "a.b.webm"])
def test_a_video_of_any_usual_name_is_taken(name: str, task: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"video")

    assert ask(tmp_path / name, task) is None


@pytest.mark.parametrize("task", ["summary", "catalog", "segment_mix"])
def test_an_empty_file_is_told_before_anything_is_started(task: str, tmp_path: Path) -> None:
    (tmp_path / "talk.mp4").touch()

    assert ask(tmp_path / "talk.mp4", task) == f"{tmp_path}/talk.mp4: the file is empty."


@pytest.mark.parametrize("ending", [".영상", ".mp4~", ".matroska1", ".my talk"])
def test_an_ending_that_names_no_job_is_told_with_the_rule(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"talk{ending}").write_bytes(b"video")
    problem = ask(tmp_path / f"talk{ending}")

    assert problem is not None
    assert "a dot and 1 to 8 Latin letters or digits, such as .mp4" in problem
    assert problem.endswith(f"{ending} is refused.")


def test_a_name_that_is_too_long_for_the_catalogue_is_told_with_the_rule(tmp_path: Path) -> None:
    video = tmp_path / f"{'x' * 126}.mp4"
    video.write_bytes(b"video")

    assert "1 to 128 characters" in (ask(video, "catalog") or "")
    assert ask(video) is None


def test_the_catalogues_key_keeps_the_name_of_the_video(tmp_path: Path) -> None:
    request = read_request({"VIDEO": str(tmp_path / "my talk.mov"), "TASK": "catalog"})

    assert find_address(request.key).job_id == "42_my talk"


def test_a_missing_file_and_an_unknown_task_are_told(tmp_path: Path) -> None:
    assert ask(tmp_path / "none.mp4") == f"There is no file {tmp_path}/none.mp4."
    assert ask(tmp_path / "none.mp4", "dub") == "TASK is one of summary, catalog, segment_mix."
