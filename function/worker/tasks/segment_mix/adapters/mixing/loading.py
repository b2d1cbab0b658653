"""The mixer, loaded when a job first asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.calls.throttle import NoTurnError, Throttle
from worker.adapters.ffmpeg.conversion import FfmpegConverter
from worker.adapters.ffmpeg.process.feeder import explain_no_turn

if TYPE_CHECKING:
    from pathlib import Path

    from worker.adapters.ffmpeg.process.program import FfmpegProgram
    from worker.jobs.deadline import Deadline
    from worker.tasks.segment_mix.mix import Track


class LoadingMixer:
    """Implements `segment_mix.ports.Mixer`, one large mix at a time: two of the largest tracks take 0.8 GB (measured).

    A large mix uses memory that FFmpeg's runs share, so it holds one of their turns. Its own FFmpeg run takes another
    turn: there are at least two, and no second large mix waits for one. A small mix fits the memory that is reserved
    for the worker, and waits only for other small ones.
    """

    def __init__(self, program: FfmpegProgram) -> None:
        self._converter = FfmpegConverter(program)
        self._turns = program.turns
        self._small, self._large = Throttle(1), Throttle(1)

    def mix(self, bgm: Track, tts: Track, out: Path, deadline: Deadline) -> None:
        # numpy costs 0.1 s and 20 MB, which a cold start should not pay.
        from worker.tasks.segment_mix.adapters.mixing.mixer import is_small, mix_files  # noqa: PLC0415 - see above

        tracks = bgm, tts
        try:
            with self._small.turn(deadline, 0):
                if is_small(tracks):
                    mix_files(self._converter, tracks, out, deadline)
                    return
            with self._large.turn(deadline, 0), self._turns.turn(deadline):
                mix_files(self._converter, tracks, out, deadline)
        except NoTurnError:
            raise explain_no_turn(fed=False) from None
