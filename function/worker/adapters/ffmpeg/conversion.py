"""Any sound as a WAV file of 32-bit floats, for mixing."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.arguments import probe_arguments, survey_arguments
from worker.adapters.ffmpeg.judgement import judge
from worker.adapters.ffmpeg.packets import read_packets
from worker.adapters.ffmpeg.process.program import Ended, FfmpegProgram, consume
from worker.adapters.ffmpeg.refusals import explain_rate, refuse_broken
from worker.adapters.ffmpeg.report import read_decoding, read_media
from worker.adapters.ffmpeg.source.followers import find_follower
from worker.adapters.ffmpeg.source.inputs import LocalFile, open_file
from worker.adapters.ffmpeg.source.shortness import find_shortness
from worker.jobs.errors import FFMPEG_CRASHED, NOT_MEDIA, SOURCE_TOO_LARGE, JobError
from worker.speech.audio import RATES

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.adapters.ffmpeg.report import Media
    from worker.jobs.deadline import Deadline

MOST_BYTES = 128 * 1024**2
"""Of a WAV file: almost six minutes of stereo at 48 kHz."""

_CHANNELS = 22
_RATE = slice(24, 28)
"""Where a WAV header has the rate. The source's own rate is checked there, before any resampling."""


@dataclass(frozen=True, slots=True)
class FfmpegConverter:
    """Converts sounds, one at a time per workspace: a workspace has room for the note of one child."""

    program: FfmpegProgram

    def convert(self, source: Path, rate: int | None, deadline: Deadline) -> bytearray:
        """Decode the first audio track.

        Args:
            source: a file in the workspace that `refuse_short` has checked.
            rate: samples per second; None keeps the source's.
            deadline: when it must be done.

        Returns:
            A WAV stream of one or two channels; more are mixed down to two.

        Raises:
            JobError: FFMPEG_FAILED, no sound, damaged or cut off, crashed, or out of time or memory.
        """
        opened, wav = open_file(LocalFile(source)), _Bounded()

        def run(arguments: tuple[str, ...]) -> Generator[bytes, None, Ended]:
            return self.program.run(arguments, source.parent, deadline, opened.feed())

        ended = consume(run(wav_arguments(opened.address, rate)), wav.add)
        media, totals = read_media(ended.lines), read_decoding(ended.lines)
        _refuse_failed(ended, media)
        faults = judge(
            opened, media, totals, wav.seconds, lambda: read_packets(run(survey_arguments(opened.address, 0)))[0]
        ).faults
        if not wav.seconds and (totals.packets or not wav.data):
            faults = (*faults, "it holds no sound that could be decoded.")
        if faults:
            raise JobError(NOT_MEDIA, "FFMPEG", faults[0])
        return wav.data


def refuse_short(source: Path) -> None:
    """Refuse a file that is shorter than it declares, or holds a second recording, which FFmpeg would skip.

    Raises:
        JobError: FFMPEG_FAILED, it is cut off, or another recording follows.
    """
    file = LocalFile(source)
    if fault := find_shortness(file) or find_follower(file):
        raise JobError(NOT_MEDIA, "FFMPEG", fault)


def wav_arguments(address: str, rate: int | None) -> tuple[str, ...]:
    """FFmpeg's command line: write a sound as WAV to standard output; a rate of None keeps the source's."""
    filters = "aformat=channel_layouts=mono|stereo" + (f":sample_rates={rate}" if rate else "")
    return (
        *probe_arguments(address),
        *("-max_error_rate", "1", "-filter_threads", "1"),
        *("-map", "0:a:0", "-vn", "-sn", "-dn"),
        *("-af", filters),
        *("-c:a", "pcm_f32le", "-bitexact", "-f", "wav", "-threads", "1", "pipe:1"),
    )


def _refuse_failed(ended: Ended, media: Media) -> None:
    refuse_broken(ended, media)
    if not media.tracks:
        raise JobError(NOT_MEDIA, "FFMPEG", "it is no sound that can be read.")
    if ended.status != 0:
        raise JobError(FFMPEG_CRASHED, "FFMPEG", f"it could not be decoded, status {ended.status}.")


class _Bounded:
    def __init__(self) -> None:
        self.data = bytearray()

    @property
    def seconds(self) -> float:
        start = self.data.find(b"data") + 8
        if start < _RATE.stop:
            return 0.0
        channels, rate = struct.unpack_from("<HI", self.data, _CHANNELS)
        return (len(self.data) - start) / (4 * channels * rate)

    def add(self, piece: bytes) -> None:
        self.data += piece
        rate = int.from_bytes(self.data[_RATE], "little")
        if len(self.data) >= _RATE.stop and rate not in RATES:
            raise explain_rate(rate)
        if len(self.data) > MOST_BYTES:
            raise JobError(SOURCE_TOO_LARGE, "FFMPEG", "it is too long to be mixed.")
