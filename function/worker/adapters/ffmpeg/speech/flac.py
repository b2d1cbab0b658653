"""The head of a FLAC file that FFmpeg has written through a pipe, and so without its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import FFMPEG_CRASHED, JobError

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = b"fLaC\0\0\0\x22"
"""The magic, and the head of the first block (STREAMINFO): not the last, type 0, 34 bytes (RFC 9639, section 8)."""

_FACTS = 18
"""Where eight bytes of that block stand: rate (20 bits), channels, sample size, and 36 bits for the samples."""


def declare_samples(flac: Path, samples: int) -> None:
    """Write the number of samples into the head, so that a reader knows the length without reading all.

    Raises:
        JobError: FFMPEG_FAILED, it is no FLAC file.
    """
    with flac.open("r+b") as file:
        if file.read(len(_HEAD)) != _HEAD:
            raise JobError(FFMPEG_CRASHED, "FFMPEG", "it wrote no FLAC.")
        file.seek(_FACTS)
        facts = int.from_bytes(file.read(8)) >> 36
        file.seek(_FACTS)
        file.write((facts << 36 | samples).to_bytes(8))
