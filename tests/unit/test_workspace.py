from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline
from worker.jobs.errors import FFMPEG_OUT_OF_DISK, JobError
from worker.jobs.workspace import clear_leftovers, open_workspace, scratch_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_the_folder_is_gone_after_a_job(tmp_path: Path) -> None:
    with open_workspace(a_deadline(), tmp_path) as workspace:
        workspace.file("video.bin").write_bytes(b"x")

    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_gone_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_workspace(a_deadline(), tmp_path):
        raise ZeroDivisionError

    assert list(tmp_path.iterdir()) == []


def test_jobs_do_not_share_a_folder(tmp_path: Path) -> None:
    with open_workspace(a_deadline(), tmp_path) as one, open_workspace(a_deadline(), tmp_path) as other:
        assert one.folder != other.folder


def test_a_killed_jobs_child_is_ended_and_its_folder_deleted(tmp_path: Path) -> None:
    (tmp_path / "job-left").mkdir()
    (tmp_path / "job-left" / "video.bin").write_bytes(b"x")
    (tmp_path / "not-ours").mkdir()
    ended: list[Path] = []

    found = clear_leftovers(ended.append, tmp_path)

    assert found == 1
    assert ended == [tmp_path / "job-left"]
    assert [path.name for path in tmp_path.iterdir()] == ["not-ours"]


def test_a_folder_whose_child_cannot_be_ended_is_deleted_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "job-left").mkdir()

    def fail(folder: Path) -> None:
        raise OSError(folder)

    assert clear_leftovers(fail, tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_scratch_folder_is_named_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = tmp_path / "full"
    full.write_bytes(b"")  # no file can be made below a file, as none can on a full disk
    monkeypatch.setenv("TMPDIR", str(full))

    assert scratch_folder() == full / "clipscribe"


def test_a_disk_without_room_for_the_folder_is_a_failure_that_may_pass(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.write_bytes(b"")

    with pytest.raises(JobError) as caught, open_workspace(a_deadline(), full / "clipscribe"):
        pass

    assert caught.value.condition is FFMPEG_OUT_OF_DISK


def test_there_is_nothing_to_clear_on_a_new_machine(tmp_path: Path) -> None:
    assert clear_leftovers(lambda _: None, tmp_path / "missing") == 0
