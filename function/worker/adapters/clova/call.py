"""One question to CSR, asked once or more, and what its answers say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from worker.adapters.calls.retry import CallLimits
from worker.adapters.calls.throttle import NoTurnError, Throttle
from worker.adapters.clova.refusals import QUOTA_EXCEEDED, TOO_SHORT, explain_refusal, read_code
from worker.adapters.clova.request import make_headers
from worker.adapters.http.client import send
from worker.adapters.http.exchange import AddressError, NoAnswerError, Request, TooLargeError
from worker.jobs.deadline import Deadline
from worker.jobs.errors import STT_MALFORMED, STT_MISCONFIGURED, STT_NO_ANSWER, STT_OUT_OF_TIME, JobError
from worker.jobs.plain_text import make_plain
from worker.telemetry.log import logger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.adapters.http.exchange import Answer

_OK = 200
_TOO_MANY = 429
_SERVER_ERRORS = 500


@dataclass(slots=True)
class Call:
    """One question: the URL and the WAV; sent when `throttle` gives it a turn.

    `where` is the clip's place in the video, for people; `billed` counts calls that may have cost.
    """

    url: str
    wav: bytes
    where: str
    limits: CallLimits
    deadline: Deadline
    throttle: Throttle
    billed: int = 0

    def ask(self, keys: Mapping[str, str]) -> str:
        """Ask once, with these values of `CLOVA_API_KEY_ID` and `CLOVA_API_KEY`.

        Returns:
            The spoken text; empty for silence.

        Raises:
            JobError: STT_TIMEOUT, no answer, or no time left to ask.
            JobError: STT_BAD_RESPONSE, any other answer than a transcript.
        """
        request = Request(self.url, self.wav, make_headers(keys))
        try:
            with self.throttle.turn(self.deadline, self.limits.at_least) as refusals:
                answer = self._post(request, self.deadline.cap(self.limits.at_most))
        except NoTurnError:
            raise JobError(STT_OUT_OF_TIME, "STT", f"no time was left for the audio {self.where}.") from None
        self._learn_pace(answer, refusals)
        # An engine may have worked, and charged, before it failed.
        self.billed += answer.status == _OK or answer.status >= _SERVER_ERRORS
        return _read_text(answer, self.where)

    def _learn_pace(self, answer: Answer, refusals: int) -> None:
        if answer.status == _TOO_MANY and read_code(answer.body) != QUOTA_EXCEEDED:
            self.throttle.tighten(refusals)
        elif answer.status == _OK:
            self.throttle.ease()

    def _post(self, request: Request, seconds: float) -> Answer:
        try:
            return send(request, seconds)
        except NoAnswerError as error:
            self.billed += error.sent
            sentence = f"CLOVA gave no answer to the audio {self.where} (limit {seconds:.0f} s, {error})."
            raise JobError(STT_NO_ANSWER, "STT", sentence) from error
        except TooLargeError as error:
            self.billed += 1
            raise JobError(STT_MALFORMED, "STT", "CLOVA answered with something too large.") from error
        except AddressError as error:
            sentence = f"CLOVA's address cannot be used ({error})."
            raise JobError(STT_MISCONFIGURED, "STT", sentence, setting="CLOVA_STT_URL") from error


def _read_text(answer: Answer, where: str) -> str:
    if answer.status != _OK:
        if read_code(answer.body) == TOO_SHORT:
            return _hear_silence(where)
        raise explain_refusal(answer, where)
    try:
        given: Any = json.loads(answer.body)
    except ValueError:  # its message quotes the answer
        given = None
    text = cast("dict[str, Any]", given).get("text") if isinstance(given, dict) else None
    if not isinstance(text, str):
        raise JobError(STT_MALFORMED, "STT", f"CLOVA answered without a text to the audio {where}.")
    return make_plain(text)


def _hear_silence(where: str) -> str:
    """If the engine finds too little sound in a clip of at least 1 s, the clip holds no words."""
    logger.warning("CLOVA finds too little sound in a clip", stage="STT_SILENT", duration_ms=0, clip=where)
    return ""
