"""The mixer, loaded when a job first asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.conversion import FfmpegConverter
from worker.adapters.ffmpeg.timeouts import explain_no_turn
from worker.adapters.throttle import NoTurnError, Throttle

if TYPE_CHECKING:
    from pathlib import Path

    from worker.domain.deadlines import Deadline
    from worker.domain.segment_mix import Track


class LoadingMixer:
    """Implements `mixing_ports.Mixer`, one mix at a time: two tracks of the largest size take 0.9 GB (measured).

    `program` is the path of FFmpeg.
    """

    def __init__(self, program: str) -> None:
        self._converter = FfmpegConverter(program)
        self._turns = Throttle(1)

    def mix(self, bgm: Track, tts: Track, out: Path, deadline: Deadline) -> None:
        """See `mixing_ports.Mixer.mix`."""
        # numpy costs 0.1 s and 20 MB, which a cold start should not pay.
        from worker.adapters.mixing.mixer import mix_files  # noqa: PLC0415 - see above

        try:
            with self._turns.turn(deadline, 0):
                mix_files(self._converter, (bgm, tts), out, deadline)
        except NoTurnError:
            raise explain_no_turn(fed=False) from None
