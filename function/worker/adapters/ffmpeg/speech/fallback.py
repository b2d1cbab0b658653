"""Decodes one audio track with the best filter chain that FFmpeg survives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.arguments import decode_arguments, flac_arguments, survey_arguments
from worker.adapters.ffmpeg.integrity import GRACE_SECONDS
from worker.adapters.ffmpeg.packets import PacketClock, read_packets
from worker.adapters.ffmpeg.process.lines import StopError
from worker.adapters.ffmpeg.process.program import Ended, FfmpegProgram
from worker.adapters.ffmpeg.process.side import SideFile, open_side_file
from worker.adapters.ffmpeg.report import GRAPH_CHANGES, Decoding, read_decoding
from worker.adapters.ffmpeg.source.inputs import Input
from worker.adapters.ffmpeg.speech.chains import Chain
from worker.adapters.ffmpeg.speech.graphs import fork, render, render_changing, render_mix
from worker.adapters.ffmpeg.speech.pcm import count_samples
from worker.adapters.ffmpeg.tracks import AudioTrack
from worker.jobs.deadline import Deadline
from worker.jobs.errors import FFMPEG_KILLED, TRACK_UNUSABLE, JobError
from worker.speech.audio import Beginning

if TYPE_CHECKING:
    import re
    from collections.abc import Generator, Sequence

    from worker.speech.audio import Decoded


@dataclass(frozen=True, slots=True)
class Sound:
    """The result of a run: samples, the chain that made them, its totals, and warnings about earlier chains.

    `status` is not 0 if even the last chain ended with an error.
    """

    samples: int
    chain: Chain
    totals: Decoding
    warnings: tuple[str, ...]
    status: int = 0


@dataclass(frozen=True, slots=True)
class TrackDecoder:
    """Decodes a track of one video, as often as needed, before one deadline; `pictures` as in `decode_arguments`.

    Several tracks are mixed. `flac` is a file that gets the sound of the newest run, too.
    """

    program: FfmpegProgram
    source: Input
    folder: Path
    tracks: tuple[AudioTrack, ...]
    pictures: int | None
    max_seconds: float
    deadline: Deadline
    flac: Path | None = None

    def decode_with_fallback(self, chains: Sequence[Chain]) -> Generator[Decoded, None, Sound]:
        """Try the chains in turn; each starts the video over, and yields a `Beginning` first.

        Raises:
            JobError: FFMPEG_FAILED, killed even with the last chain; or too long or out of time, which no other chain
                would fix.
            JobError: S3_DOWNLOAD_FAILED, the video stopped coming.
        """
        chain, *rest = chains
        yield Beginning(chain.delay)
        ended, samples = yield from self._decode(chain)
        totals = read_decoding(ended.lines)
        if ended.killed and not rest and not totals.undecodable:
            raise JobError(FFMPEG_KILLED, "FFMPEG", "it was killed while it decoded the audio.")
        if ended.status == 0 or not rest or totals.undecodable:
            return Sound(samples, chain, totals, (), ended.status)
        sound = yield from self.decode_with_fallback(rest)
        fallen = f"FFmpeg's {chain.name} chain ended with status {ended.status}."
        return replace(sound, warnings=(fallen, *sound.warnings))

    def decode_left(self, chain: Chain) -> Generator[Decoded, None, Sound | None]:
        """Decode the left channel alone with a chain that has worked; None if it does not work this time."""
        ended, samples = yield from self._decode(chain, left_only=True)
        return Sound(samples, chain, read_decoding(ended.lines), ()) if ended.status == 0 else None

    def list_packets(self) -> PacketClock:
        """Read the whole video without decoding it, and say when its packets end."""
        return read_packets(self._run(survey_arguments(self.source.address, self.tracks[0].index)))[0]

    def _decode(self, chain: Chain, *, left_only: bool = False) -> Generator[Decoded, None, tuple[Ended, int]]:
        """Run from the start; if the track turns out to change, start over with a graph that keeps its clock."""
        first, *others = [track.index for track in self.tracks]
        try:
            filters = render_mix(chain, [first, *others]) if others else render(chain, left_only=left_only)
            return (yield from self._hear(filters, GRAPH_CHANGES))
        except StopError:
            if others:
                sentence = "audio tracks that change their rate or channels on the way cannot be mixed."
                raise JobError(TRACK_UNUSABLE, "FFMPEG", sentence) from None
            yield Beginning(chain.delay)
            return (yield from self._hear(render_changing(chain, first, left_only=left_only)))

    def _hear(self, filters: str, stop: re.Pattern[bytes] | None = None) -> Generator[bytes, None, tuple[Ended, int]]:
        if self.flac is None:
            run = self._run(self._name_decoding(filters), stop)
        else:
            run = self._write(self.flac, filters, stop)
        return (yield from count_samples(run, self.max_seconds))

    def _write(self, flac: Path, filters: str, stop: re.Pattern[bytes] | None) -> Generator[bytes, None, Ended]:
        """The same with the sound in a file, too; the file starts over."""
        with open_side_file(flac, "the sound") as side:
            forked = self._name_decoding(fork(filters, self.tracks[0].index))
            arguments = (*forked, *flac_arguments(side.address, self._most_seconds))
            return (yield from self._run(arguments, stop, side))

    def _name_decoding(self, filters: str) -> tuple[str, ...]:
        track = self.tracks[0].index
        return decode_arguments(self.source.address, track, filters, self._most_seconds, self.pictures)

    @property
    def _most_seconds(self) -> float:
        return self.max_seconds + 2 * GRACE_SECONDS

    def _run(
        self, arguments: Sequence[str], stop: re.Pattern[bytes] | None = None, side: SideFile | None = None
    ) -> Generator[bytes, None, Ended]:
        program = replace(self.program, side=side)
        return program.run(arguments, self.folder, self.deadline, self.source.feed(), stop)
