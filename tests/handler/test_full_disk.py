"""A scratch disk that takes nothing: an invocation on it answers, and its messages come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import s3_message

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import LogLines
    from tests.handler.stage import Stage


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder can be made below a file, as none can on a full disk."""
    (tmp_path / "full").write_bytes(b"")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "full"))


@pytest.mark.usefixtures("full")
def test_a_message_comes_back_after_the_usual_delay(stage: Stage, log_lines: LogLines) -> None:
    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.queue.hidden
    assert [line["reason"] for line in log_lines.lines if line.get("stage") == "JOB_RETRY"] == ["ffmpeg_out_of_disk"]
