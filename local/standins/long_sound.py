"""A recording of any length, as CLOVA Speech is sent it: FLAC or WAV, decoded by FFmpeg."""

from __future__ import annotations

import subprocess

import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs] - it has none; one function of it is used

from local.standins.speech import RECOGNISER_RATE, UndecodableError

_BYTES_A_SECOND = 2 * RECOGNISER_RATE
_DECODE_SECONDS = 300


def decode_recording(media: bytes) -> bytes:
    """16 kHz mono s16 little-endian sound.

    The service also takes MP3, AAC, AC3, OGG, M4A and six kinds of video; the stand-in takes FLAC and WAV only.

    Raises:
        UndecodableError: Neither of the two, or damaged.
    """
    kind = _find_kind(media)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-xerror", "-f", kind, "-i", "pipe:0"]
    sink = ["-ac", "1", "-ar", str(RECOGNISER_RATE), "-f", "s16le", "pipe:1"]
    done = subprocess.run([*command, *sink], input=media, capture_output=True, check=False, timeout=_DECODE_SECONDS)
    if done.returncode or not done.stdout:
        raise UndecodableError(f"{kind} that cannot be decoded")
    return done.stdout


def seconds_of(pcm: bytes) -> float:
    """How long decoded sound is."""
    return len(pcm) / _BYTES_A_SECOND


def _find_kind(media: bytes) -> str:
    """FFmpeg's name of the container, by its first bytes: a file's name says nothing."""
    if media.startswith(b"fLaC"):
        return "flac"
    if media.startswith(b"RIFF") and media[8:12] == b"WAVE":
        return "wav"
    raise UndecodableError("neither FLAC nor WAV")
