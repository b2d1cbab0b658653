"""Every kind of file is heard, with the real FFmpeg where it is no plain WAV."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.media.unfinished import large_wav
from tests.media.waves import level_in, write_wav
from tests.tasks.segment_mix.sounds import DATA_SIZE, MUSIC, RIFF_SIZE, STEREO, VOICE, Mix, encode

FUNCTION = str(Path(__file__).parents[3] / "function")


ENCODINGS = [f"-c:a {codec}" for codec in ("pcm_s24le", "pcm_f32le", "pcm_u8", "pcm_mulaw")]


@pytest.mark.parametrize("options", [*ENCODINGS, f"-af {STEREO}", "-ar 16000", f"-ar 22050 -af {STEREO}"])
def test_every_kind_of_wav_is_heard_within_half_a_decibel(mix: Mix, options: str) -> None:
    rate, mixed = mix(write_wav(MUSIC), encode(VOICE, options), 0.35, 1.0)

    assert rate == 48_000
    for channel in mixed:
        assert level_in(channel, MUSIC) == pytest.approx(-9.12, abs=0.1)
        assert level_in(channel, VOICE) == pytest.approx(0.0, abs=0.2)


@pytest.mark.parametrize("name", ["voice.mp3", "voice.flac", "voice.m4a"])
def test_a_compressed_file_named_wav_is_heard_too(mix: Mix, name: str) -> None:
    rate, mixed = mix(write_wav(MUSIC), encode(VOICE, "-b:a 128k", name))

    assert rate == 48_000
    assert np.sqrt(np.mean(mixed**2)) == pytest.approx(np.sqrt(np.mean((MUSIC + VOICE) ** 2)), rel=0.06)


@pytest.mark.parametrize("size", [0, 0x7FFF_FFFF, 0xFFFF_FFFF])
def test_a_wav_that_was_written_into_a_pipe_is_heard_to_its_end(mix: Mix, size: int) -> None:
    voice = bytearray(write_wav(VOICE))
    voice[RIFF_SIZE] = min(size + 36, 0xFFFF_FFFF).to_bytes(4, "little")
    voice[DATA_SIZE] = size.to_bytes(4, "little")

    _, mixed = mix(write_wav(MUSIC), bytes(voice))

    assert level_in(mixed[0], VOICE) == pytest.approx(0.0, abs=0.1)


def test_a_size_that_no_file_has_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    voice = bytearray(write_wav(VOICE))
    voice[RIFF_SIZE] = voice[DATA_SIZE] = b"\xff" * 4
    path.write_bytes(voice)
    sounds = "worker.tasks.segment_mix.adapters.mixing.sounds"
    code = f"import resource, sys; from pathlib import Path; from {sounds} import read_plain\n"
    code += "resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31)); assert read_plain(Path(sys.argv[1])) is None"

    subprocess.run([sys.executable, "-c", code, str(path)], check=True, env=os.environ | {"PYTHONPATH": FUNCTION})


def test_a_wav_of_a_billion_frames_that_never_came_is_heard_to_its_end(mix: Mix) -> None:
    voice = bytearray(write_wav(VOICE))
    voice[RIFF_SIZE], voice[DATA_SIZE] = (size.to_bytes(4, "little") for size in (2_000_000_036, 2_000_000_000))

    _, mixed = mix(write_wav(MUSIC), bytes(voice))

    assert level_in(mixed[0], VOICE) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("options", ["-c:a pcm_s16be", "-c:a pcm_s24be", "-c:a pcm_mulaw"])
@pytest.mark.parametrize("name", ["voice.aiff", "voice.au", "voice.caf"])
def test_a_file_of_the_mac_or_of_unix_is_heard(mix: Mix, name: str, options: str) -> None:
    _, mixed = mix(write_wav(MUSIC), encode(VOICE, options, name))

    assert level_in(mixed[0], VOICE) == pytest.approx(0.0, abs=0.2)


@pytest.mark.parametrize("options", ["-c:a alac", "-c:a adpcm_ima_qt", "-ar 16000 -c:a g722"])
def test_codecs_of_such_files_are_heard(mix: Mix, options: str) -> None:
    _, mixed = mix(write_wav(MUSIC), encode(VOICE, options, "voice.au" if "g722" in options else "voice.caf"))

    assert np.sqrt(np.mean(mixed**2)) == pytest.approx(np.sqrt(np.mean((MUSIC + VOICE) ** 2)), rel=0.1)


def test_a_wav_of_more_than_four_gigabytes_kind_is_heard(mix: Mix) -> None:
    _, mixed = mix(encode(MUSIC, "-rf64 always"), encode(VOICE, "-c:a pcm_s16le", "voice.w64"))

    assert level_in(mixed[0], MUSIC) == pytest.approx(0.0, abs=0.1)
    assert level_in(mixed[0], VOICE) == pytest.approx(0.0, abs=0.1)


def test_a_phones_amr_is_heard(mix: Mix) -> None:
    _, mixed = mix(write_wav(MUSIC), encode(VOICE, "-ar 8000", "voice.amr"), 0.0, 1.0)

    assert np.sqrt(np.mean(mixed**2)) == pytest.approx(np.sqrt(np.mean(VOICE**2)), rel=0.5)


@pytest.mark.parametrize("size", [0, 0x7FFF_FFFF, 0xFFFF_FFFF, 2_000_000_000, 2**63 - 1, 2**64 - 1])
@pytest.mark.parametrize("kind", [b"RF64", b"BW64"])
def test_a_large_wav_whose_writer_never_knew_its_length_is_heard_to_its_end(mix: Mix, kind: bytes, size: int) -> None:
    _, mixed = mix(write_wav(MUSIC), large_wav(kind, size).read_bytes(), 0.0, 1.0)

    assert mixed.shape[1] == 5 * 48_000
    assert np.sqrt(np.mean(mixed[:, -48_000:] ** 2)) == pytest.approx(0.125 / np.sqrt(2), rel=0.1)
