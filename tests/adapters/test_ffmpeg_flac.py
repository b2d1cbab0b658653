from __future__ import annotations

import gc
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import FileVideo, Heard, find_onsets, listen, listen_through
from tests.adapters.programs import write_fragile_ffmpeg
from tests.local.waiting import eventually
from tests.media import clips, oddities
from tests.media.store import FFMPEG
from worker.adapters.ffmpeg import FfmpegExtractor, FfmpegProgram
from worker.jobs.deadline import Deadline
from worker.jobs.errors import FFMPEG_CRASHED, FFMPEG_OUT_OF_DISK, JobError
from worker.speech.audio import AudioFilter
from worker.speech.listening import MIX, Listening

if TYPE_CHECKING:
    from collections.abc import Callable

PLAIN = listen_through(AudioFilter.NONE)


def extract(clip: Path, folder: Path, flac: Path | None, listening: Listening = PLAIN, program: str = FFMPEG) -> Heard:
    extractor = FfmpegExtractor(FfmpegProgram(program), 3_600.0)
    return listen(extractor.extract(FileVideo(clip), listening, folder, Deadline.after(60), flac))


def decode(flac: Path) -> bytes:
    command = [FFMPEG, "-v", "error", "-i", flac, "-f", "s16le", "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def describe(flac: Path) -> str:
    described = subprocess.run([FFMPEG, "-hide_banner", "-i", flac], capture_output=True, text=True, check=False)
    return described.stderr


def count_open() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


@pytest.mark.parametrize("ending", ["mp4", "mkv", "ts"])
def test_sound_that_begins_4_s_late_is_4_s_late_in_the_flac(ending: str, tmp_path: Path) -> None:
    extract(oddities.late_sound(ending), tmp_path, tmp_path / "sound.flac")

    onsets = [time for time in clips.BURST_TIMES if time >= 4]
    assert find_onsets(decode(tmp_path / "sound.flac")) == pytest.approx(onsets, abs=0.03)


@pytest.mark.parametrize(
    "make",
    [
        lambda: oddities.late_sound("mp4"),
        lambda: oddities.sound_with_hole("mp4"),
        lambda: oddities.changing_sound("-ar", "44100"),
        lambda: oddities.restarted("mkv"),
        oddities.antiphase,
        oddities.taking_turns,
        lambda: oddities.unknown_codec(b"mp5a"),
        oddities.silent_first,
    ],
    ids=["late", "hole", "changing", "restarted", "antiphase", "faint on both sides", "second track", "silent track"],
)
@pytest.mark.parametrize("audio_filter", [AudioFilter.NONE, AudioFilter.SPEECH])
def test_the_flac_holds_the_samples_that_are_heard_and_they_are_the_same_as_without_it(
    make: Callable[[], Path], audio_filter: AudioFilter, tmp_path: Path
) -> None:
    listening, flac = listen_through(audio_filter), tmp_path / "sound.flac"
    heard = extract(make(), tmp_path, flac, listening)

    assert heard == extract(make(), tmp_path, None, listening)
    assert decode(flac) == heard.pcm


def test_tracks_that_are_mixed_are_mixed_in_the_flac(tmp_path: Path) -> None:
    listening, flac = Listening(AudioFilter.NONE, "Kor", MIX), tmp_path / "sound.flac"
    heard = extract(oddities.loud_tracks(), tmp_path, flac, listening)

    assert heard == extract(oddities.loud_tracks(), tmp_path, None, listening)
    assert decode(flac) == heard.pcm


def test_the_flac_starts_over_with_the_next_chain(tmp_path: Path) -> None:
    program = write_fragile_ffmpeg(tmp_path, "9.0.2", afftdn="/usr/bin/head -c 90000 /dev/urandom; exit 1")
    flac = tmp_path / "sound.flac"
    flac.write_bytes(bytes(1_000_000))

    heard = extract(clips.bursts(), tmp_path, flac, listen_through(AudioFilter.SPEECH), program)

    assert len(heard.warnings) == 1
    assert decode(flac) == heard.pcm


def test_the_flac_declares_its_length_and_tells_nothing_of_the_upload(tmp_path: Path) -> None:
    video, flac = tmp_path / "video.mkv", tmp_path / "sound.flac"
    said = ("-metadata", "title=secret", "-metadata:s:a:0", "title=secret")
    subprocess.run([FFMPEG, "-v", "error", "-i", clips.container("mkv"), "-c", "copy", *said, video], check=True)
    heard = extract(video, tmp_path, flac)

    assert f"Duration: 00:00:{heard.seconds:.2f}" in describe(flac)
    assert "16000 Hz, mono, s16" in describe(flac)
    assert "secret" not in describe(flac)


def test_a_disk_without_room_for_the_flac_is_worth_another_attempt(tmp_path: Path) -> None:
    with pytest.raises(JobError) as refused:
        extract(clips.bursts(), tmp_path, Path("/dev/full"))

    assert refused.value.condition is FFMPEG_OUT_OF_DISK


def test_a_program_that_writes_no_flac_is_no_ffmpeg(tmp_path: Path) -> None:
    noise = f'case "$*" in *[[]copy]*) exec {FFMPEG} -v verbose -i {clips.bursts()} -ac 1 -ar 16000 -f s16le -;; esac'
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\n{noise}\nexec {FFMPEG} "$@"\n', encoding="utf-8")
    program.chmod(0o755)

    with pytest.raises(JobError) as refused:
        extract(clips.bursts(), tmp_path, tmp_path / "sound.flac", program=str(program))

    assert refused.value.condition is FFMPEG_CRASHED


def test_no_pipe_stays_open_behind_a_flac(tmp_path: Path) -> None:
    extract(clips.bursts(), tmp_path, tmp_path / "sound.flac")
    gc.collect()  # what other tests have left open would close in between
    before = count_open()

    extract(clips.bursts(), tmp_path, tmp_path / "sound.flac")
    with pytest.raises(JobError):
        extract(clips.bursts(), tmp_path, Path("/dev/full"))

    assert eventually(lambda: count_open() <= before)
