"""Any sound as a WAV file of 32-bit floats, for mixing."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.arguments import probe
from worker.adapters.ffmpeg.capacity import share_memory
from worker.adapters.ffmpeg.integrity import ENOUGH, find_damage
from worker.adapters.ffmpeg.program import FfmpegProgram, watch
from worker.adapters.ffmpeg.refusals import explain_rate, refuse_broken
from worker.adapters.ffmpeg.report import read_decoding, read_media
from worker.adapters.ffmpeg.riff import find_cut
from worker.domain.errors import Condition, failure
from worker.domain.media import RATES

if TYPE_CHECKING:
    from pathlib import Path

    from worker.domain.deadlines import Deadline

MOST_BYTES = 128 * 1024**2
"""Of the WAV file: almost six minutes of stereo at 48 kHz."""

_TELLING = frozenset({"aiff", "au", "flac", "wav"})
"""Kinds of which FFmpeg says the length that their head declares; what else it says of a cut one is read in `riff`."""

_CHANNELS = 22
_RATE = slice(24, 28)
"""Where a WAV file's head has it. A source's own is judged there, before anybody resamples it."""


class FfmpegConverter:
    """Converts sounds, one at a time in a workspace: it has room for the note of one child.

    Args:
        program: path of FFmpeg; settings name `FFMPEG_PATH`.
        memory_bytes: address space of a run; None for its share of the machine.
    """

    def __init__(self, program: str, memory_bytes: int | None = None) -> None:
        self._program = FfmpegProgram(program, memory_bytes or share_memory())

    def convert(self, source: Path, rate: int | None, deadline: Deadline) -> bytearray:
        """Decode the first audio track.

        Args:
            source: a file in the workspace.
            rate: samples a second; None leaves them.
            deadline: when it must be done.

        Returns:
            A WAV stream of one or two channels; more are mixed down to two.

        Raises:
            ExtractionError: no sound, damaged or cut off, crashed, or out of time or memory.
        """
        if cut := _find_cut(source):
            raise failure(Condition.NOT_MEDIA, f"FFMPEG: {cut}")
        wav = _Bounded()
        ended = watch(self._program.run(write_wav(source, rate), source.parent, deadline), wav.take)
        media = read_media(ended.lines)
        refuse_broken(ended, media)
        if not media.tracks:
            raise failure(Condition.NOT_MEDIA, "FFMPEG: it is no sound that can be read.")
        if ended.status != 0:
            raise failure(Condition.FFMPEG_CRASHED, f"FFMPEG: it could not be decoded, status {ended.status}.")
        if damage := find_damage(read_decoding(ended.lines)):
            raise failure(Condition.NOT_MEDIA, f"FFMPEG: {damage}")
        declared = media.declared_seconds if media.container in _TELLING else None
        if declared is not None and wav.seconds < ENOUGH * declared:
            missing = f"Only {wav.seconds:.1f} of {declared:.1f} s of audio could be decoded."
            raise failure(Condition.NOT_MEDIA, f"FFMPEG: {missing}")
        return wav.data


def write_wav(source: Path, rate: int | None) -> tuple[str, ...]:
    """FFmpeg's command line: write a sound as WAV to standard output; a rate of None leaves that of the source."""
    filters = "aformat=channel_layouts=mono|stereo" + (f":sample_rates={rate}" if rate else "")
    return (
        *probe(f"file:{source}"),
        *("-max_error_rate", "1", "-filter_threads", "1"),
        *("-map", "0:a:0", "-vn", "-sn", "-dn"),
        *("-af", filters),
        *("-c:a", "pcm_f32le", "-bitexact", "-f", "wav", "-threads", "1", "pipe:1"),
    )


class _Bounded:
    def __init__(self) -> None:
        self.data = bytearray()

    @property
    def seconds(self) -> float:
        channels, rate = struct.unpack_from("<HI", self.data, _CHANNELS)
        return len(self.data) / (4 * channels * rate)

    def take(self, piece: bytes) -> None:
        self.data += piece
        rate = int.from_bytes(self.data[_RATE], "little")
        if len(self.data) >= _RATE.stop and rate not in RATES:
            raise explain_rate(rate)
        if len(self.data) > MOST_BYTES:
            raise failure(Condition.SOURCE_TOO_LARGE, "FFMPEG: it is too long to be mixed.")


def _find_cut(source: Path) -> str | None:
    with source.open("rb") as file:

        def read(first: int, last: int) -> bytes:
            file.seek(first)
            return file.read(last - first)

        return find_cut(read, source.stat().st_size)
