"""`make local-up`: what is uploaded is worked on, and a person sees a job fail and runs it again, without Docker."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from tests.e2e.demos import ENVIRONMENT
from tests.e2e.processes import below
from tests.e2e.world import ROOT
from tests.local.waiting import eventually, is_alive

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.e2e


@dataclass(frozen=True)
class Up:
    process: subprocess.Popen[bytes]
    folder: Path
    environment: dict[str, str]

    @property
    def said(self) -> str:
        return (self.folder / "said").read_text()

    def address(self, key: str) -> str:
        """Where an object is, by what was printed."""
        found = re.search(r"http://\S+/(?=videos/123/1\.mp4)", self.said)
        assert found is not None, self.said
        return f"{found[0]}{key}"

    def upload(self, video: Path, job_id: str, language: str = "Eng") -> None:
        """As curl does it."""
        url, metadata = self.address(f"videos/123/{job_id}.mp4"), {"x-amz-meta-lang": language}
        assert requests.put(url, video.read_bytes(), headers=metadata, timeout=60).ok

    def run(self, program: str, **variables: str) -> str:
        """One of the operator's commands."""
        command = [sys.executable, "-m", f"local.operating.{program}"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment | variables, capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout + done.stderr

    def told(self, job_id: str) -> list[str]:
        """What the backend was told of a job, one text a callback."""
        return re.findall(rf"^The backend was told: POST \S+/{job_id}/complete (.*)$", self.said, re.MULTILINE)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    folder = tmp_path_factory.mktemp("up")
    environment = {**ENVIRONMENT, "LOCAL_FOLDER": str(folder)}
    command = [sys.executable, "-m", "local.up"]
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said) as process,
    ):
        up = Up(process, folder, environment)
        try:
            assert eventually(lambda: "Ctrl-C ends it" in up.said or process.poll() is not None)
            assert process.poll() is None, up.said
            yield up
        finally:
            process.kill()


def test_what_is_uploaded_is_worked_on_and_can_be_looked_at(up: Up, clip: Path) -> None:
    up.upload(clip, "1")

    assert eventually(lambda: up.told("1")), up.said
    assert '"status": "DONE"' in up.told("1")[0]
    assert "first your video" in requests.get(up.address("results/123/1.json"), timeout=60).text
    assert "DONE, and the backend knows" in up.run("job", JOB="1")
    assert "Heard by an offline stand-in, without lang as Eng." in up.said


def test_a_video_in_a_language_that_is_not_heard_has_that_said_for_words(up: Up, clip: Path) -> None:
    up.upload(clip, "3", "Kor")

    assert eventually(lambda: up.told("3")), up.said
    assert "was started to hear English only" in up.told("3")[0]


def test_a_job_that_fails_is_a_dead_letter_and_is_done_after_a_redrive(up: Up, clip: Path) -> None:
    (up.folder / "clova-is-down").touch()
    up.upload(clip, "2")
    assert eventually(lambda: up.told("2")), up.said
    assert '"error_code": "STT_TIMEOUT"' in up.told("2")[0]
    assert "2 JOB_RETRY: " in up.said

    assert eventually(lambda: "stt_no_answer" in up.run("failed")), up.run("failed")
    (up.folder / "clova-is-down").unlink()
    up.run("redrive")

    assert eventually(lambda: len(up.told("2")) == 2), up.said
    assert '"status": "DONE"' in up.told("2")[1]


def test_a_second_one_in_the_same_checkout_leaves_the_first_alone(up: Up) -> None:
    (up.folder / "clova-is-down").touch()

    second = subprocess.run(
        up.process.args, cwd=ROOT, env=up.environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert (second.returncode, second.stderr) == (1, f"local-up already runs here (pid {up.process.pid}).\n")
    assert (up.folder / "sam-env.json").exists()
    (up.folder / "clova-is-down").unlink()


def test_it_ends_with_everything_it_started(up: Up) -> None:
    everything = [process for process, _ in below(up.process.pid)]
    assert (up.folder / "sam-env.json").exists()

    up.process.terminate()

    assert up.process.wait(60) == 0
    assert not (up.folder / "sam-env.json").exists()
    assert len(everything) >= 5
    assert eventually(lambda: not any(map(is_alive, everything)))
