"""Two files into one, with the real FFmpeg where they are no plain WAV files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.adapters.programs import write_program
from tests.builders import a_deadline
from tests.media import oddities
from tests.media.store import make, write
from tests.media.unfinished import large_wav
from tests.media.waves import Floats, level_in, read_wav, tone, write_wav
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

    Mix = Callable[..., tuple[int, Floats]]

STEREO = "pan=stereo|c0=c0|c1=c0"
"""FFmpeg's own way from mono to stereo is 3 dB down."""

MUSIC, VOICE = tone(440, -20), tone(1000, -12)

_RIFF_SIZE, _DATA_SIZE = slice(4, 8), slice(40, 44)
FUNCTION = str(Path(__file__).parents[2] / "function")


def encode(samples: Floats, options: str, name: str = "encoded.wav") -> bytes:
    """Encode a sound as FFmpeg's options say; it is kept."""
    return make(name, ("-i", str(write("plain.wav", write_wav(samples))), *options.split())).read_bytes()


@pytest.fixture
def mix(ffmpeg_program: str, tmp_path: Path) -> Mix:
    def mix(bgm: bytes, tts: bytes, bgm_gain: float = 1.0, tts_gain: float = 1.0) -> tuple[int, Floats]:
        paths = tmp_path / "bgm.wav", tmp_path / "tts.wav"
        for path, data in zip(paths, (bgm, tts), strict=True):
            path.write_bytes(data)
        tracks = Track("bgm", paths[0], bgm_gain), Track("tts", paths[1], tts_gain)
        LoadingMixer(FfmpegProgram(ffmpeg_program)).mix(*tracks, tmp_path / "mix.wav", a_deadline())
        return read_wav(tmp_path / "mix.wav")

    return mix


def test_files_of_one_format_are_added_sample_by_sample(mix: Mix) -> None:
    rate, mixed = mix(write_wav(MUSIC, 44_100), write_wav(VOICE, 44_100))

    [first, second] = (read_wav(write_wav(sound))[1] for sound in (MUSIC, VOICE))
    assert rate == 44_100
    assert np.array_equal(mixed, first + second)


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


def test_more_than_two_channels_become_two(mix: Mix) -> None:
    _, mixed = mix(write_wav(MUSIC), encode(VOICE, "-af pan=5.1|FL=c0|FR=c0"), 0.0, 0.5)

    assert len(mixed) == 2
    assert level_in(mixed[0], VOICE) == pytest.approx(-6.0, abs=0.5)


@pytest.mark.parametrize(("bgm", "tts"), [(2.0, 1.0), (1.0, 2.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)])
def test_the_mix_is_as_long_as_the_longer_one(mix: Mix, bgm: float, tts: float) -> None:
    _, mixed = mix(write_wav(tone(440, -20, bgm)), write_wav(tone(1000, -20, tts)))

    assert mixed.shape[1] == round(max(bgm, tts) * 48_000)


def test_a_length_in_another_rate_stays_the_same_time(mix: Mix) -> None:
    _, mixed = mix(write_wav(tone(440, -20, 2.0, 44_100), 44_100), write_wav(VOICE))

    assert mixed.shape[1] == pytest.approx(96_000, abs=2)


def test_two_full_tones_do_not_clip(mix: Mix) -> None:
    _, mixed = mix(write_wav(tone(440, 0)), write_wav(tone(550, 0)), 4.0, 4.0)

    assert np.abs(mixed).max() <= 10 ** (-1 / 20)


def test_numbers_that_are_none_are_silence(mix: Mix) -> None:
    voice = bytearray(write_float(VOICE))
    voice[-400:] = np.full(100, np.nan, "<f4").tobytes()

    _, mixed = mix(write_wav(MUSIC), bytes(voice), 0.0, 1.0)

    assert not mixed[0, -100:].any()
    assert level_in(mixed[0], VOICE) == pytest.approx(0.0, abs=0.1)


def write_float(samples: Floats) -> bytes:
    data = samples.T.astype("<f4").tobytes()
    head = b"WAVEfmt \x10\0\0\0\x03\0\x01\0" + (48_000).to_bytes(4, "little") + (192_000).to_bytes(4, "little")
    body = head + b"\x04\0\x20\0data" + len(data).to_bytes(4, "little") + data
    return b"RIFF" + len(body).to_bytes(4, "little") + body


@pytest.mark.parametrize("size", [0, 0x7FFF_FFFF, 0xFFFF_FFFF])
def test_a_wav_that_was_written_into_a_pipe_is_heard_to_its_end(mix: Mix, size: int) -> None:
    voice = bytearray(write_wav(VOICE))
    voice[_RIFF_SIZE] = min(size + 36, 0xFFFF_FFFF).to_bytes(4, "little")
    voice[_DATA_SIZE] = size.to_bytes(4, "little")

    _, mixed = mix(write_wav(MUSIC), bytes(voice))

    assert level_in(mixed[0], VOICE) == pytest.approx(0.0, abs=0.1)


def test_a_size_that_no_file_has_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    voice = bytearray(write_wav(VOICE))
    voice[_RIFF_SIZE] = voice[_DATA_SIZE] = b"\xff" * 4
    path.write_bytes(voice)
    sounds = "worker.tasks.segment_mix.adapters.mixing.sounds"
    code = f"import resource, sys; from pathlib import Path; from {sounds} import read_plain\n"
    code += "resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31)); assert read_plain(Path(sys.argv[1])) is None"

    subprocess.run([sys.executable, "-c", code, str(path)], check=True, env=os.environ | {"PYTHONPATH": FUNCTION})


def test_a_wav_of_a_billion_frames_that_never_came_is_heard_to_its_end(mix: Mix) -> None:
    voice = bytearray(write_wav(VOICE))
    voice[_RIFF_SIZE], voice[_DATA_SIZE] = (size.to_bytes(4, "little") for size in (2_000_000_036, 2_000_000_000))

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


COMPRESSED = {
    "MP3": ("voice.mp3", "-b:a 128k"),
    "MP3 of a varying rate": ("voice.mp3", "-q:a 2"),
    "WebM": ("voice.webm", "-c:a libopus"),
    "Matroska of unknown length": ("voice.mkv", "-c:a libopus -live 1"),
    "M4A": ("voice.m4a", ""),
    "M4A, its index first": ("voice.m4a", "-movflags +faststart"),
    "M4A in fragments": ("voice.m4a", "-movflags +empty_moov -frag_duration 200000"),
    "Ogg": ("voice.ogg", "-c:a libvorbis -page_duration 200000"),
    "Opus": ("voice.opus", "-c:a libopus -page_duration 200000"),
    "WMA": ("voice.wma", ""),
    "FLV": ("voice.flv", "-ar 44100"),
    "AVI": ("voice.avi", ""),
    "ALAC": ("voice.caf", "-c:a alac"),
    "float WAV": ("voice.wav", "-c:a pcm_f32le"),
    **{name: (f"voice.{name}", "") for name in ("aiff", "au", "caf", "w64", "flac")},
}


@pytest.mark.parametrize(("name", "options"), COMPRESSED.values(), ids=COMPRESSED)
@pytest.mark.parametrize("share", [0.5, 0.85])
def test_a_cut_file_of_another_kind_is_no_whole_sound(mix: Mix, name: str, options: str, share: float) -> None:
    whole = encode(tone(1000, -12, 2.0), options, name)

    with pytest.raises(JobError) as caught:
        mix(write_wav(MUSIC), whole[: int(len(whole) * share)])

    assert caught.value.condition is NOT_MEDIA
    assert caught.value.sentence.startswith("MIX: its tts cannot be used: ")


@pytest.mark.parametrize(("name", "options"), COMPRESSED.values(), ids=COMPRESSED)
@pytest.mark.parametrize("seconds", [0.1, 0.3, 1.0])
def test_a_whole_file_is_heard_however_short(mix: Mix, name: str, options: str, seconds: float) -> None:
    voice = encode(tone(1000, -12, seconds), options, name)

    _, mixed = mix(write_wav(tone(440, -20, 0.01)), voice)

    assert mixed.shape[1] == pytest.approx(seconds * 48_000, abs=4_000)


_TOLD = ("float WAV", "M4A", "aiff", "w64", "caf", "ALAC", "WMA", "FLV")
SEVERAL = {"WAV": ("voice.wav", ""), "RF64": ("voice.wav", "-rf64 always")} | {kind: COMPRESSED[kind] for kind in _TOLD}


@pytest.mark.parametrize(("name", "options"), SEVERAL.values(), ids=SEVERAL)
def test_a_second_recording_that_would_be_left_out_is_told(mix: Mix, name: str, options: str) -> None:
    voice = encode(VOICE, options, name)

    with pytest.raises(JobError, match=r"MIX: its tts cannot be used: .*be decoded\.") as caught:
        mix(write_wav(MUSIC), voice + voice)

    assert caught.value.condition is NOT_MEDIA


@pytest.mark.parametrize("kind", ["MP3", "Ogg", "Opus", "flac", "au"])
def test_a_second_recording_that_is_heard_is_no_fault(mix: Mix, kind: str) -> None:
    name, options = COMPRESSED[kind]
    voice = encode(tone(1000, -12, 2.0), options, name)

    _, mixed = mix(write_wav(MUSIC), voice + voice)

    assert mixed.shape[1] == pytest.approx(4 * 48_000, abs=8_000)


def test_a_file_that_ends_with_a_fragments_index_is_no_whole_sound(mix: Mix) -> None:
    voice = encode(tone(1000, -12, 2.0), *reversed(COMPRESSED["M4A in fragments"]))

    with pytest.raises(JobError, match="bytes of the file are there"):
        mix(write_wav(MUSIC), voice[: voice.rindex(b"mdat") - 4])


def test_the_sound_of_a_video_that_goes_on_in_silence_is_heard(mix: Mix) -> None:
    _, mixed = mix(write_wav(MUSIC), oddities.short_sound().read_bytes(), 0.0, 1.0)

    assert mixed.shape[1] == pytest.approx(5 * 48_000, abs=2_000)


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
