"""What FFmpeg does to the machine when a file asks it to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile.originals import originals
from tests.hostile.payloads import payloads
from tests.hostile.tracing import Deeds, is_available, read_deeds, watch

if TYPE_CHECKING:
    from pathlib import Path

WITHOUT_STRACE = pytest.mark.skipif(not is_available(), reason="strace is not here (scripts/fetch_debian.sh)")


def attack(folder: Path, files: dict[str, bytes]) -> Deeds:
    (folder / "files").mkdir()
    for number, content in enumerate(files.values()):
        (folder / "files" / f"{number:03}").write_bytes(content)
    return watch(["-m", "tests.hostile.attack", str(folder / "files")], folder / "trace")


@WITHOUT_STRACE
def test_no_attack_opens_another_file_or_a_socket(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path / "secret.ts"
    secret.write_bytes(dict(originals())["whole.ts"])
    calm = attack(tmp_path_factory.mktemp("calm"), dict(originals()))
    attacked = attack(tmp_path, dict(payloads(str(secret), "http://127.0.0.1:9001/a.ts")))

    assert len(attacked.commands) >= 24
    assert attacked.opened - calm.opened == set()
    assert attacked.sockets == []


def test_a_trace_shows_what_an_ffmpeg_opened_and_called() -> None:
    deeds = read_deeds(
        [
            '1 openat(AT_FDCWD, "/python", O_RDONLY) = 3',
            '2 execve("/x/ffmpeg-linux", ["ffmpeg", "-i", "x"], 0x7 /* 3 vars */) = 0',
            '2 openat(AT_FDCWD, "/tmp/clipscribe/job-a/video.bin", O_RDONLY) = 3',
            '2 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 4',
            "2 clone3({flags=CLONE_VM} <unfinished ...>",
            "2 <... clone3 resumed> => {parent_tid=[3]}, 88) = 3",
            "3 socket(AF_INET, SOCK_STREAM, 0 <unfinished ...>",
            "1 socket(AF_UNIX, SOCK_STREAM, 0) = 5",
        ]
    )

    assert deeds.opened == {"/etc/passwd"}
    assert len(deeds.sockets) == len(deeds.commands) == 1


def test_an_ffmpeg_whose_words_cannot_be_read_is_traced_too() -> None:
    deeds = read_deeds(
        [
            "2 execve(0x7fee6794c5e0, 0x7fee677a41d0, 0x7fff5d7071a8) = 0",
            '2 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 4',
        ]
    )

    assert (len(deeds.commands), deeds.opened) == (1, {"/etc/passwd"})
