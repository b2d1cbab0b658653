"""Sounds to mix, and files of every kind that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.builders import a_deadline
from tests.media.store import make, write
from tests.media.waves import Floats, read_wav, tone, write_wav
from worker.adapters.ffmpeg import FfmpegProgram
from worker.tasks.segment_mix.adapters.mixing.loading import LoadingMixer
from worker.tasks.segment_mix.mix import Track

STEREO = "pan=stereo|c0=c0|c1=c0"
"""FFmpeg's own way from mono to stereo is 3 dB down."""

MUSIC, VOICE = tone(440, -20), tone(1000, -12)

RIFF_SIZE, DATA_SIZE = slice(4, 8), slice(40, 44)


def encode(samples: Floats, options: str, name: str = "encoded.wav") -> bytes:
    """Encode a sound as FFmpeg's options say; it is kept."""
    return make(name, ("-i", str(write("plain.wav", write_wav(samples))), *options.split())).read_bytes()


@dataclass(frozen=True)
class Mix:
    """Mixes two files in a folder; gives the rate and the sound."""

    program: str
    folder: Path

    def __call__(self, bgm: bytes, tts: bytes, bgm_gain: float = 1.0, tts_gain: float = 1.0) -> tuple[int, Floats]:
        paths = self.folder / "bgm.wav", self.folder / "tts.wav"
        for path, data in zip(paths, (bgm, tts), strict=True):
            path.write_bytes(data)
        tracks = Track("bgm", paths[0], bgm_gain), Track("tts", paths[1], tts_gain)
        LoadingMixer(FfmpegProgram(self.program)).mix(*tracks, self.folder / "mix.wav", a_deadline())
        return read_wav(self.folder / "mix.wav")


def write_float(samples: Floats) -> bytes:
    data = samples.T.astype("<f4").tobytes()
    head = b"WAVEfmt \x10\0\0\0\x03\0\x01\0" + (48_000).to_bytes(4, "little") + (192_000).to_bytes(4, "little")
    body = head + b"\x04\0\x20\0data" + len(data).to_bytes(4, "little") + data
    return b"RIFF" + len(body).to_bytes(4, "little") + body


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
