from __future__ import annotations

import re
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.e2e.demos import COMMAND, ENVIRONMENT, files_of, run_demo
from tests.e2e.processes import below, runs_the_handler
from tests.e2e.world import ROOT
from tests.local.waiting import eventually, is_alive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.e2e


@pytest.fixture
def demo() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(COMMAND, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL, text=True) as process:
        yield process
        process.kill()


@pytest.mark.long  # test_own_backend asks the same of a demo whose backend is another
def test_a_video_of_ones_own_ends_in_done_and_its_files(clip: Path) -> None:
    done = run_demo(VIDEO=str(clip), SPOKEN="Eng")

    assert done.returncode == 0, done.stdout
    assert files_of(done.stdout) == {".json", ".srt", ".vtt", ".log"}


def test_the_catalogue_demo_shows_picture_row_and_call_whatever_the_videos_name(clip: Path, tmp_path: Path) -> None:
    video = tmp_path / "내 영상 [final] (1) 100%+.mp4"
    video.write_bytes(clip.read_bytes())
    done = run_demo(TASK="catalog", VIDEO=str(video), COLUMNS="160")

    assert done.returncode == 0, done.stdout
    picture = re.search(r"Thumbnail of 160 x 90:\n  (.+\.jpg)", done.stdout)
    assert picture is not None
    assert (ROOT / picture[1]).read_bytes().startswith(b"\xff\xd8")
    assert "PUT /api/v1/contents/42/upsert-internal" in done.stdout
    assert "s3://clipscribe-local-videos/videos/42_내 영상 [final] (1) 100%+.mp4" in done.stdout


def test_the_mix_demo_shows_the_levels_and_what_was_told() -> None:
    done = run_demo(TASK="segment_mix", COLUMNS="120")

    assert done.returncode == 0, done.stdout
    first, second = (line.split("│")[1:-1] for line in done.stdout.splitlines() if line.startswith("│"))
    assert [float(cell) for cell in first[1:4]] == [-23.01, -9.12, -32.13]
    assert float(second[6]) == pytest.approx(float(second[4]) - 6.02, abs=0.1)
    assert done.stdout.index("segment_mix_started") < done.stdout.rindex("segment_mix_completed")


@pytest.mark.long  # of the log lines of such a job, tests/local/test_watch asks the same
def test_a_file_that_is_no_video_ends_in_a_failure_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("this is no video")

    done = run_demo(VIDEO=str(tmp_path / "notes.mp4"), SPOKEN="Eng")

    assert done.returncode == 1
    assert "FFMPEG_FAILED" in done.stdout
    assert "stopped Download from S3" in done.stdout
    assert "failed Speech out of the video (FFmpeg)" in done.stdout


def test_a_mix_of_a_file_that_is_no_media_ends_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("this is no video")

    done = run_demo(TASK="segment_mix", VIDEO=str(tmp_path / "notes.mp4"))

    assert done.returncode == 1
    assert "Taking sound out of notes.mp4 (FFmpeg) failed:" in done.stdout
    assert "Traceback" not in done.stdout


# A demo below a `make` that is killed is killed as well (test_killed_make).
@pytest.mark.parametrize("ending", [pytest.param(signal.SIGKILL, marks=pytest.mark.long), signal.SIGTERM])
def test_a_demo_that_is_stopped_half_way_leaves_nothing_running(
    ending: signal.Signals, demo: subprocess.Popen[str]
) -> None:
    assert eventually(lambda: any(runs_the_handler(command) for _, command in below(demo.pid)), seconds=60)
    everything = [process for process, _ in below(demo.pid)]

    demo.send_signal(ending)
    demo.wait(30)

    assert len(everything) >= 7
    assert eventually(lambda: not any(map(is_alive, everything)))


@pytest.mark.long  # likewise
def test_a_video_without_words_shows_no_summary_by_claude(tmp_path: Path, ffmpeg_program: str) -> None:
    video = tmp_path / "silent.mp4"
    silence = ["-f", "lavfi", "-i", "color=s=160x90:r=10", "-f", "lavfi", "-i", "anullsrc=r=16000", "-t", "3"]
    subprocess.run([ffmpeg_program, "-v", "error", *silence, str(video)], check=True)

    done = run_demo(VIDEO=str(video), SPOKEN="Eng", COLUMNS="120")

    assert done.returncode == 0, done.stdout
    assert "done Summary (Claude)" not in done.stdout
    assert "skipped Summary (Claude): 0.0 s  no words, so Claude was not asked" in done.stdout
    assert "Heard as" not in done.stdout
