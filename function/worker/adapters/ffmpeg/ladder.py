"""One audio track, decoded by the best filter chain that FFmpeg survives."""

from __future__ import annotations

import errno
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.arguments import decode, render, survey
from worker.adapters.ffmpeg.chains import Chain
from worker.adapters.ffmpeg.lines import LineSplitter
from worker.adapters.ffmpeg.packets import PacketClock
from worker.adapters.ffmpeg.pcm import GRACE_SECONDS, PcmWriter
from worker.adapters.ffmpeg.program import Ended, FfmpegProgram
from worker.adapters.ffmpeg.report import Decoding, read_decoding
from worker.adapters.ffmpeg.tracks import AudioTrack
from worker.domain.deadlines import Deadline
from worker.domain.errors import Condition, failure
from worker.domain.media import SAMPLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence


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
            raise failure(condition, f"FFMPEG: the audio could not be decoded, status {ended.status}.")
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
                pcm = PcmWriter(out, self.max_seconds)
                ended = self.program.run(arguments, self.video.parent, self.deadline, pcm.take)
        except OSError as error:
            if error.errno in _NO_ROOM:
                sentence = "FFMPEG: there was no disk space left for the decoded audio."
                raise failure(Condition.FFMPEG_OUT_OF_DISK, sentence) from error
            raise
        return ended, pcm.size // SAMPLE_BYTES
