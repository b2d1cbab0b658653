"""`make demo BACKEND=...` with the backend of `examples`."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e.demos import files_of, run_demo
from tests.e2e.world import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.e2e

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four.").decode()


def test_a_backend_of_ones_own_is_told_of_the_demo_which_leaves_its_files(clip: Path, tmp_path: Path) -> None:
    example = [sys.executable, str(ROOT / "examples/backend.py")]
    environment = {
        "PATH": os.defpath,
        "WEBHOOK_SECRET": SECRET,
        "DATABASE": str(tmp_path / "outcomes.db"),
        "PORT": "0",
    }
    with subprocess.Popen(
        example, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as backend:
        assert backend.stdout is not None
        url = backend.stdout.readline().strip()
        done = run_demo(VIDEO=str(clip), SPOKEN="Eng", BACKEND=url, WEBHOOK_SECRET=SECRET)
        backend.kill()
        heard = backend.stdout.read()

    assert done.returncode == 0, done.stdout
    assert files_of(done.stdout) == {".json", ".srt", ".vtt", ".log"}
    assert f"your backend at {url}" in done.stdout
    assert heard.startswith("DONE videos/123/demo-")


def test_a_backend_that_is_not_there_is_told_before_anything_is_started(clip: Path) -> None:
    done = run_demo(VIDEO=str(clip), SPOKEN="Eng", BACKEND="http://127.0.0.1:9")

    assert done.returncode == 1
    assert "Nothing answers at BACKEND=http://127.0.0.1:9" in done.stdout
    assert "Emulated AWS" not in done.stdout
