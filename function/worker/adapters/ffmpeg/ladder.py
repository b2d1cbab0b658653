"""One audio track, decoded by the best filter chain that FFmpeg survives."""

from __future__ import annotations

import errno
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from worker.adapters.ffmpeg.arguments import decode, render, survey
from worker.adapters.ffmpeg.chains import Chain
from worker.adapters.ffmpeg.child import Ended, FfmpegProgram
from worker.adapters.ffmpeg.lines import LineSplitter
from worker.adapters.ffmpeg.packets import PacketClock
from worker.adapters.ffmpeg.report import AudioTrack, Decoding, read_decoding
from worker.domain.deadlines import Deadline
from worker.domain.errors import Condition, failure
from worker.domain.media import SAMPLE_BYTES, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence


GRACE_SECONDS = 1.0
"""How far a video may exceed the limit: encoders pad, and a video of 60 s declares 60.02."""

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class Sound:
    """What a run left in its file: samples, the chain that made them, its totals, and what the chains before it did."""

    samples: int
    chain: Chain
    totals: Decoding
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrackDecoder:
    """Decodes one track of one video, as often as it takes, before one deadline."""

    program: FfmpegProgram
    video: Path
    track: AudioTrack
    max_seconds: float
    deadline: Deadline

    def decode_by_ladder(self, chains: Sequence[Chain], path: Path) -> Sound:
        """Try the chains in turn; each begins at the start of the video and of the file at `path`.

        Raises:
            ExtractionError: even the last chain ended with an error; or too long, out of time or disk, which no other
                chain would cure.
        """
        chain, *rest = chains
        ended, samples = self._decode(render(chain), path)
        if ended.status == 0:
            return Sound(samples, chain, read_decoding(ended.lines), ())
        if not rest:
            condition = Condition.FFMPEG_KILLED if ended.killed else Condition.FFMPEG_CRASHED
            raise failure(condition, f"FFmpeg could not decode the audio: it ended with status {ended.status}.")
        sound = self.decode_by_ladder(rest, path)
        fallen = f"FFmpeg's {chain.name} chain ended with status {ended.status}."
        return replace(sound, warnings=(fallen, *sound.warnings))

    def decode_left(self, chain: Chain, path: Path) -> Sound | None:
        """Decode the left channel alone with a chain that has worked; None if it does not work this time."""
        ended, samples = self._decode(render(chain, left_only=True), path)
        return Sound(samples, chain, read_decoding(ended.lines), ()) if ended.status == 0 else None

    def list_packets(self) -> PacketClock:
        """Read the whole file without decoding it, and say when its packets end."""
        clock = PacketClock()
        arguments = survey(self.video, self.track.index)
        self.program.run(arguments, self.video.parent, self.deadline, LineSplitter(clock.read).take)
        return clock

    def _decode(self, filters: str, path: Path) -> tuple[Ended, int]:
        """Run once, from the start, into an emptied file."""
        arguments = decode(self.video, self.track.index, filters, self.max_seconds + 2 * GRACE_SECONDS)
        try:
            with path.open("wb") as out:
                pcm = _PcmWriter(out, self.max_seconds)
                ended = self.program.run(arguments, self.video.parent, self.deadline, pcm.take)
        except OSError as error:
            if error.errno in _NO_ROOM:
                sentence = "There was no disk space left for the decoded audio."
                raise failure(Condition.FFMPEG_OUT_OF_DISK, sentence) from error
            raise
        return ended, pcm.size // SAMPLE_BYTES


class _PcmWriter:
    """Passes pieces on to a file and counts them: a container may declare a minute and hold a day."""

    def __init__(self, out: BinaryIO, max_seconds: float) -> None:
        self._out = out
        self._max_seconds = max_seconds
        self.size = 0

    def take(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > (self._max_seconds + GRACE_SECONDS) * SAMPLE_RATE * SAMPLE_BYTES:
            raise failure(Condition.VIDEO_TOO_LONG, f"The video is longer than {self._max_seconds:.0f} s.")
        self._out.write(piece)
