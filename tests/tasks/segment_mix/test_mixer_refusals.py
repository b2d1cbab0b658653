"""What cannot be mixed, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.adapters.programs import write_program
from tests.builders import a_deadline
from tests.media.store import make
from tests.media.waves import write_wav
from tests.tasks.segment_mix.sounds import MUSIC, VOICE, Mix, write_float
from worker.adapters.ffmpeg import FfmpegProgram
from worker.jobs.errors import (
    FFMPEG_MISSING,
    FFMPEG_OUT_OF_DISK,
    FFMPEG_OUT_OF_TIME,
    NOT_MEDIA,
    SOURCE_TOO_LARGE,
    JobError,
)
from worker.tasks.segment_mix.adapters.mixing.loading import LoadingMixer
from worker.tasks.segment_mix.mix import Track

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_program_that_gives_no_sound_is_told_as_such(tmp_path: Path) -> None:
    says = "ffmpeg version 9\nInput #0, flac, from 'voice':\n  Stream #0:0: Audio: flac, 48000 Hz, mono, s16\n"
    program = write_program(tmp_path, f"cat >&2 <<'END'\n{says}END")
    path = tmp_path / "voice.flac"
    path.write_bytes(b"fLaC")
    track = Track("tts", path, 1.0)

    with pytest.raises(JobError) as caught:
        LoadingMixer(FfmpegProgram(program)).mix(track, track, tmp_path / "mix.wav", a_deadline())

    assert caught.value.condition is NOT_MEDIA
    assert caught.value.sentence == "MIX: its tts cannot be used: it holds no sound that could be decoded."


def at_rate(rate: int, *, before_sound: bytes = b"") -> bytes:
    """A voice whose head says a rate, with a chunk in front of its sound."""
    voice = write_wav(VOICE[:, :1_000])
    changed = voice[:24] + rate.to_bytes(4, "little") + voice[28:36] + before_sound + voice[36:]
    return changed[:4] + (len(changed) - 8).to_bytes(4, "little") + changed[8:]


def as_float(rate: int) -> bytes:
    """Likewise, as a WAV that only FFmpeg reads."""
    voice = bytearray(write_float(VOICE[:, :1_000]))
    voice[24:28] = rate.to_bytes(4, "little")
    return bytes(voice)


@pytest.mark.parametrize("rate", [1, 7_999, 192_001, 2_000_000_000])
@pytest.mark.parametrize("write", [at_rate, as_float])
def test_a_rate_that_no_sound_has_is_refused(mix: Mix, write: Callable[[int], bytes], rate: int) -> None:
    with pytest.raises(JobError) as caught:
        mix(write_wav(MUSIC), write(rate))

    assert caught.value.condition is NOT_MEDIA
    why = f"its sound has {rate} samples a second; 8000 to 192000 are taken."
    assert caught.value.sentence == f"MIX: its tts cannot be used: {why}"


@pytest.mark.parametrize("rate", [0, 4_294_967_295])
@pytest.mark.parametrize("which", ["bgm", "tts"])
def test_a_rate_that_no_number_can_hold_is_no_sound(mix: Mix, rate: int, which: str) -> None:
    files = {"bgm": write_wav(MUSIC), "tts": write_wav(VOICE)} | {which: at_rate(rate)}

    with pytest.raises(JobError) as caught:
        mix(files["bgm"], files["tts"])

    assert caught.value.condition is NOT_MEDIA


@pytest.mark.parametrize("rate", [8_000, 192_000])
def test_the_lowest_and_the_highest_rate_are_mixed(mix: Mix, rate: int) -> None:
    assert mix(at_rate(rate), at_rate(rate))[0] == rate


LYING = at_rate(48_000, before_sound=b"LIST" + (2_000_000).to_bytes(4, "little") + b"INFO")
"""A chunk that says that it reaches over the end of the file."""


def test_a_full_disk_may_have_room_later(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    path.write_bytes(write_wav(VOICE))
    track = Track("tts", path, 1.0)

    with pytest.raises(JobError) as caught:
        LoadingMixer(FfmpegProgram("/nonexistent/ffmpeg")).mix(track, track, Path("/dev/full"), a_deadline())

    assert caught.value.condition is FFMPEG_OUT_OF_DISK


def test_a_mix_is_not_begun_that_would_end_behind_its_deadline(tmp_path: Path) -> None:
    path, out = tmp_path / "voice.wav", tmp_path / "mix.wav"
    path.write_bytes(write_wav(np.zeros((2, 10_000_000))))
    track = Track("tts", path, 1.0)

    with pytest.raises(JobError) as caught:
        LoadingMixer(FfmpegProgram("/nonexistent/ffmpeg")).mix(track, track, out, a_deadline(10.0))

    assert caught.value.condition is FFMPEG_OUT_OF_TIME
    assert not out.exists()


CUT = write_wav(VOICE)[:50_000]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is no sound that can be read."),
        (b"no sound at all", "it is no sound that can be read."),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "it is no sound that can be read."),
        (CUT, "Only 49956 of 96000 bytes of the file are there."),
        (LYING, "it is no sound that can be read."),
    ],
    ids=["empty", "text", "playlist", "cut off", "lying chunk"],
)
@pytest.mark.parametrize("which", ["bgm", "tts"])
def test_what_is_no_whole_sound_fails_for_good_and_says_which(mix: Mix, content: bytes, why: str, which: str) -> None:
    files = {"bgm": write_wav(MUSIC), "tts": write_wav(VOICE)} | {which: content}

    with pytest.raises(JobError) as caught:
        mix(files["bgm"], files["tts"])

    assert caught.value.condition is NOT_MEDIA
    assert caught.value.sentence == f"MIX: its {which} cannot be used: {why}"


def test_a_small_file_that_holds_hours_is_refused(mix: Mix) -> None:
    silence = make("silence.flac", ("-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo", "-t", "400"))

    with pytest.raises(JobError) as caught:
        mix(silence.read_bytes(), write_wav(VOICE))

    assert caught.value.condition is SOURCE_TOO_LARGE
    assert caught.value.sentence == "MIX: its bgm cannot be used: it is too long to be mixed."


def test_a_missing_ffmpeg_is_the_deployments_fault(tmp_path: Path) -> None:
    path = tmp_path / "text.wav"
    path.write_bytes(b"no sound")
    track = Track("tts", path, 1.0)

    with pytest.raises(JobError) as caught:
        LoadingMixer(FfmpegProgram("/nonexistent/ffmpeg")).mix(track, track, tmp_path / "mix.wav", a_deadline())

    assert (caught.value.condition, caught.value.setting) == (FFMPEG_MISSING, "FFMPEG_PATH")
