"""Which mixes wait for each other and for FFmpeg's runs, since their memory is one."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.adapters.programs import write_program
from tests.builders import a_deadline
from tests.media.waves import tone, write_wav
from worker.adapters.ffmpeg import FfmpegProgram
from worker.adapters.ffmpeg.process.turns import Turns
from worker.jobs.errors import FFMPEG_OUT_OF_TIME, JobError
from worker.tasks.segment_mix.adapters.mixing.loading import LoadingMixer
from worker.tasks.segment_mix.mix import Track

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VOICE = tone(1000, -12)
NO_TURN = "FFMPEG: no time was left for it."


@dataclass
class Mixing:
    """A mixer of which one large mix has begun, and does not end: its FFmpeg sleeps."""

    mixer: LoadingMixer
    plain: Track
    other: Track
    out: Path


@pytest.fixture
def mixing(tmp_path: Path) -> Iterator[Mixing]:
    plain, other, began = tmp_path / "voice.wav", tmp_path / "voice.ogg", tmp_path / "began"
    plain.write_bytes(write_wav(VOICE))
    other.write_bytes(b"no WAV")
    program = FfmpegProgram(write_program(tmp_path, f": >{began}\nexec sleep 60"), turns=Turns(at_once=4))
    mixing = Mixing(LoadingMixer(program), Track("tts", plain, 1.0), Track("bgm", other, 1.0), tmp_path / "second.wav")
    over = threading.Event()
    with ThreadPoolExecutor() as pool:
        first = tmp_path / "first.wav"
        pool.submit(mixing.mixer.mix, mixing.other, mixing.plain, first, a_deadline(30).unless(over))
        while not began.exists():
            time.sleep(0.01)
        yield mixing
        over.set()


def test_a_mix_waits_for_the_one_before_it_until_its_deadline_only(mixing: Mixing) -> None:
    with pytest.raises(JobError) as caught:
        mixing.mixer.mix(mixing.other, mixing.plain, mixing.out, a_deadline(0.2))

    assert (caught.value.condition, caught.value.sentence) == (FFMPEG_OUT_OF_TIME, NO_TURN)


def test_a_small_mix_waits_for_no_large_one(mixing: Mixing) -> None:
    mixing.mixer.mix(mixing.plain, mixing.plain, mixing.out, a_deadline())

    assert mixing.out.exists()


def write_large(path: Path) -> None:
    path.write_bytes(write_wav(np.zeros((2, 2_200_000))))


def write_compressed(path: Path) -> None:
    path.write_bytes(b"no WAV")


def write_slow(path: Path) -> None:
    path.write_bytes(write_wav(VOICE, 24_000))


@pytest.mark.parametrize("write", [write_large, write_compressed, write_slow])
def test_a_mix_that_may_take_much_memory_holds_a_turn_of_ffmpeg_meanwhile(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    write(tmp_path / "music.wav")
    (tmp_path / "voice.wav").write_bytes(write_wav(VOICE))
    music, voice = Track("bgm", tmp_path / "music.wav", 1.0), Track("tts", tmp_path / "voice.wav", 1.0)
    turns = Turns(at_once=1)
    mixer = LoadingMixer(FfmpegProgram("/nonexistent/ffmpeg", turns=turns))

    with turns.turn(a_deadline()), pytest.raises(JobError) as caught:
        mixer.mix(music, voice, tmp_path / "mix.wav", a_deadline(0.2))

    assert (caught.value.condition, caught.value.sentence) == (FFMPEG_OUT_OF_TIME, NO_TURN)


def test_a_small_mix_takes_no_turn_of_ffmpeg(tmp_path: Path) -> None:
    (tmp_path / "voice.wav").write_bytes(write_wav(VOICE))
    track, turns = Track("tts", tmp_path / "voice.wav", 1.0), Turns(at_once=1)
    mixer = LoadingMixer(FfmpegProgram("/nonexistent/ffmpeg", turns=turns))

    with turns.turn(a_deadline()):
        mixer.mix(track, track, tmp_path / "mix.wav", a_deadline())

    assert (tmp_path / "mix.wav").exists()
