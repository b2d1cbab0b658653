"""When the packets of a file end, from FFmpeg's `framecrc` listing."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from worker.adapters.ffmpeg.process.lines import LineSplitter
from worker.adapters.ffmpeg.process.program import consume

if TYPE_CHECKING:
    from collections.abc import Generator

T = TypeVar("T")

_TIME_BASE = re.compile(rb"#tb (\d+): (\d+)/(\d+)")
_SUBTITLES = re.compile(rb"#media_type (\d+): subtitle")
_PACKET = re.compile(rb"(\d+), *(-?\d+), *(-?\d+|NOPTS), *(\d+),")


class PacketClock:
    """Reads a listing line by line and remembers the latest end of each stream. Stream 0 is the audio track."""

    def __init__(self) -> None:
        self._time_bases: dict[int, Fraction] = {}
        self._ends: dict[int, Fraction] = {}
        self._subtitles: set[int] = set()

    def read(self, line: bytes) -> None:
        """Read one line: a time base, a kind of stream, a packet (stream, dts, pts, duration, ...), or other text."""
        if base := _TIME_BASE.match(line):
            self._time_bases[int(base[1])] = Fraction(int(base[2]), int(base[3]))
        elif subtitles := _SUBTITLES.match(line):
            self._subtitles.add(int(subtitles[1]))
        elif packet := _PACKET.match(line):
            stream, duration = int(packet[1]), int(packet[4])
            # A picture that others refer to may be stored before it is shown: take the later of dts and pts.
            start = max(int(packet[2]), int(packet[2] if packet[3] == b"NOPTS" else packet[3]))
            end = (start + duration) * self._time_bases.get(stream, Fraction(0))
            self._ends[stream] = max(end, self._ends.get(stream, end))

    @property
    def audio_end(self) -> float:
        """Seconds at which the last audio packet ends; 0 without one."""
        return float(self._ends.get(0, 0))

    @property
    def file_end(self) -> float:
        """Seconds at which the last packet of any listed stream ends; 0 without one."""
        return float(max(self._ends.values(), default=0))

    @property
    def shown_end(self) -> float:
        """Seconds at which the last packet of sound or pictures ends; 0 without one."""
        return float(max((end for stream, end in self._ends.items() if stream not in self._subtitles), default=0))


def read_packets(run: Generator[bytes, None, T]) -> tuple[PacketClock, T]:
    """Read the listing that a run of FFmpeg writes, and return what the run returned, too."""
    clock = PacketClock()
    return clock, consume(run, LineSplitter(clock.read).split)
