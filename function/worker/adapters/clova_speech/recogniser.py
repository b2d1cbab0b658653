"""The recogniser of whole recordings: a file in, a token out; a token in, its transcript out once it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from worker.adapters.calls.retry import CallLimits, RetryPolicy, is_retryable
from worker.adapters.clova_speech.call import exchange
from worker.adapters.clova_speech.params import write_params
from worker.adapters.clova_speech.reading import read_result
from worker.adapters.clova_speech.refusals import explain_end, explain_loss, explain_refusal, read_object
from worker.adapters.clova_speech.upload import Upload
from worker.jobs.errors import STT_MALFORMED, STT_OUT_OF_TIME, STT_REJECTED, JobError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from worker.adapters.calls.keys import Keys
    from worker.adapters.http.exchange import Answer
    from worker.jobs.deadline import Deadline
    from worker.speech.long_form.wishes import Wishes
    from worker.speech.transcript import Segment, Speaker

MOST_BYTES = 2 * 1024**3
"""The largest recording that the service takes."""

_OK = 200
_SERVER_ERRORS = 500


class ClovaSpeechRecogniser:
    """Implements `speech.ports.LongFormRecogniser` over HTTP.

    Args:
        keys: `CLOVA_SPEECH_INVOKE_URL` and `CLOVA_SPEECH_SECRET`.
        default_language: `CLOVA_SPEECH_LANGUAGE`.
        wishes: `STT_SPEAKERS` and `STT_KEYWORDS`.
        retry: how calls are retried.
    """

    submitting: ClassVar = CallLimits("STT", at_least=30.0, at_most=300.0)
    """Six hours of FLAC are 330 MB."""

    asking: ClassVar = CallLimits("STT", at_least=5.0, at_most=15.0)

    def __init__(self, keys: Keys, default_language: str, wishes: Wishes, retry: RetryPolicy) -> None:
        self.default_language = default_language
        self.speakers = wishes.speakers is not None
        self._keys, self._wishes, self._retry = keys, wishes, retry

    def submit(self, flac: Path, language: str, deadline: Deadline) -> str:
        if flac.stat().st_size > MOST_BYTES:
            raise JobError(STT_REJECTED, "STT", "the recording is larger than the 2 GB that CLOVA Speech takes.")
        params, limits = write_params(language, self._wishes), self.submitting
        _demand_time(deadline, limits)

        def attempt(keys: Mapping[str, str]) -> str:
            with Upload(params, flac) as body:
                seconds = deadline.cap(limits.at_most)
                answer = exchange(keys, "/recognizer/upload", seconds, body, body.content_type)
            return _read_token(answer)

        return self._retry.run(lambda: self._keys.run(attempt, deadline, limits), deadline, limits, _was_not_taken)

    def look(self, token: str, deadline: Deadline) -> bytes | None:
        limits = self.asking
        _demand_time(deadline, limits)
        path = f"/recognizer/{quote(token, safe='')}"

        def attempt(keys: Mapping[str, str]) -> bytes | None:
            return _read_state(exchange(keys, path, deadline.cap(limits.at_most)))

        return self._retry.run(lambda: self._keys.run(attempt, deadline, limits), deadline, limits)

    def read(self, raw: bytes) -> tuple[tuple[Segment, ...], tuple[Speaker, ...]]:
        return read_result(raw)


def _demand_time(deadline: Deadline, limits: CallLimits) -> None:
    if not limits.fit(deadline):
        raise JobError(STT_OUT_OF_TIME, "STT", "no time was left to ask CLOVA Speech.")


def _was_not_taken(error: JobError) -> bool:
    """Whether a submission may be repeated: what may have been taken may have been paid for."""
    return is_retryable(error) and not error.perhaps_heard


def _read_token(answer: Answer) -> str:
    if answer.status != _OK:
        error = explain_refusal(answer)
        error.perhaps_heard = answer.status >= _SERVER_ERRORS
        raise error
    given = read_object(answer.body).get("token")
    token = given.strip() if isinstance(given, str) else ""
    if token and token.isprintable():
        return token
    sentence = "CLOVA Speech took the recording without a token."
    raise JobError(STT_MALFORMED, "STT", sentence, perhaps_heard=True)


def _read_state(answer: Answer) -> bytes | None:
    """The result is where `segments` is a list: the word of success differs between a poll and a submission."""
    if answer.status != _OK:
        raise explain_loss(answer) or explain_refusal(answer)
    given = read_object(answer.body)
    if isinstance(given.get("segments"), list) and given.get("result") in {"COMPLETED", "SUCCEEDED"}:
        return answer.body
    if error := explain_end(given.get("result")):
        raise error
    return None
