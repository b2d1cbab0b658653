"""The speech recogniser: one clip in, its text out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from worker.adapters.calls.retry import CallLimits, RetryPolicy
from worker.adapters.clova.call import Call
from worker.adapters.clova.request import build_wav, put_language, read_language
from worker.jobs.errors import JobError, Spent
from worker.speech.audio import SAMPLE_BYTES, SAMPLE_RATE
from worker.speech.billing import round_up_billed
from worker.speech.transcript import Recognition

if TYPE_CHECKING:
    from worker.adapters.calls.keys import Keys
    from worker.adapters.calls.throttle import Throttle
    from worker.jobs.deadline import Deadline
    from worker.speech.audio import SpeechClip


class ClovaRecogniser:
    """Implements `speech.ports.SpeechRecogniser` over HTTP; thread-safe.

    Args:
        url: `CLOVA_STT_URL`, with the default `lang` and any other parameters.
        keys: `CLOVA_API_KEY_ID` and `CLOVA_API_KEY`.
        retry: how calls are retried.
        throttle: limits the calls of all jobs of a worker.
    """

    limits: ClassVar = CallLimits("STT", at_least=10.0, at_most=60.0)
    """CSR answers 55 s of speech in a few seconds; the specification gives a call 60 s."""

    def __init__(self, url: str, keys: Keys, retry: RetryPolicy, throttle: Throttle) -> None:
        self.default_language = read_language(url)
        self._url = url
        self._keys = keys
        self._retry = retry
        self._throttle = throttle

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        where = f"from {clip.start:.1f} s to {clip.end:.1f} s"
        pcm = clip.load()
        url, wav = put_language(self._url, language), build_wav(pcm)
        call = Call(url, wav, where, self.limits, deadline, self._throttle)
        unit_seconds = round_up_billed(len(pcm) / SAMPLE_BYTES / SAMPLE_RATE)
        try:
            text = self._retry.run(lambda: self._keys.run(call.ask, deadline, self.limits), deadline, self.limits)
        except JobError as error:
            error.spent = Spent(stt_seconds=call.billed * unit_seconds)
            raise
        return Recognition(text, call.billed * unit_seconds)
