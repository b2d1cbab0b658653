from __future__ import annotations

import select
import socket
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import extract
from tests.measuring import run_program
from tests.media import clips, hostile
from tests.media.store import FFMPEG
from worker.adapters.ffmpeg.arguments import probe_arguments
from worker.jobs.errors import AUDIO_TOO_SHORT, NOT_MEDIA, VIDEO_TOO_LONG, Condition, JobError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KINDS = list(hostile.MANIFESTS)


def refusal_of(content: bytes, workspace: Path) -> Condition:
    upload = workspace / "upload"
    upload.write_bytes(content)
    with pytest.raises(JobError) as refused:
        extract(upload, workspace)
    return refused.value.condition


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "form", ["secret.ts", "{folder}/secret.ts", "file:{folder}/secret.ts", "file://{folder}/secret.ts"]
)
def test_a_text_that_names_another_file_is_not_media(kind: str, form: str, tmp_path: Path) -> None:
    (tmp_path / "secret.ts").symlink_to(clips.container("ts"))
    target = form.replace("{folder}", str(tmp_path))

    assert refusal_of(hostile.manifest(kind, target), tmp_path) is NOT_MEDIA


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_that_names_a_server_is_not_media_and_calls_nobody(kind: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        target = f"http://127.0.0.1:{server.getsockname()[1]}/a.ts"

        assert refusal_of(hostile.manifest(kind, target), tmp_path) is NOT_MEDIA
        assert select.select([server], [], [], 0)[0] == []


def test_an_upload_of_subtitles_is_not_media(tmp_path: Path) -> None:
    subtitles = b"1\n00:00:01,000 --> 00:00:02,000\nHello\n\n"

    assert refusal_of(100 * subtitles, tmp_path) is NOT_MEDIA


@pytest.mark.parametrize("make", [hostile.sample_bomb, hostile.picture_bomb])
def test_a_small_file_does_not_take_much_memory(make: Callable[[], Path]) -> None:
    assert run_program([FFMPEG, *probe_arguments(f"file:{make()}")], may_fail=True).memory < 400


def test_a_bomb_in_the_index_is_no_sound(tmp_path: Path) -> None:
    with pytest.raises(JobError) as refused:
        extract(hostile.sample_bomb(), tmp_path)

    assert refused.value.condition in {AUDIO_TOO_SHORT, VIDEO_TOO_LONG}


def test_a_huge_picture_does_not_hide_the_sound_beside_it(tmp_path: Path) -> None:
    assert extract(hostile.picture_bomb(), tmp_path).seconds == pytest.approx(1.0, abs=0.05)
