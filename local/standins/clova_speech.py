"""CLOVA Speech's long-form API on loopback; its rules stand in `clova_speech_contract` and `clova_speech_params`."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.standins import program
from local.standins.clova_speech_contract import SECRET_HEADER, Domain, RefusedError, name_error
from local.standins.clova_speech_jobs import Jobs, Pace
from local.standins.faults import Fault, Ok
from local.standins.recogniser import ENGLISH_WORDS, Recogniser
from local.standins.server import StandIn
from local.standins.wire import JsonObject, Reply, Request, json_reply
from local.standins.words import LONGEST_HEARING_SECONDS, hear_words, spread_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from local.standins.clova_speech_answer import Heard


@dataclass(frozen=True)
class Submission:
    """One recording that was sent and is well-formed, whatever the script then did.

    Attributes:
        params: As they were sent.
        headers: By lower-case name, the secret left out.
        media: The file.
    """

    params: JsonObject
    headers: Mapping[str, str]
    media: bytes


class ClovaSpeechStandIn(StandIn):
    """`POST {InvokeURL}/recognizer/upload` and `GET {InvokeURL}/recognizer/{token}`.

    Args:
        recognise: Words of 16 kHz mono s16 little-endian sound; called from threads.
        domain: What it takes; the stand-in's own keys where it is None.
        clock: Seconds, for `jobs.pace`.
        host: Address to bind.
        port: 0 takes a free one.

    Attributes:
        jobs: Those it took; `jobs.pace` says how long a recording waits and is heard.
        submissions: Every well-formed upload, in the order they were read.
        tokens: Of the uploads that were taken; those of a cut connection, too.
        polls: The state that each poll was told, or its status where that was an error.
        endings: What becomes of the next recordings, COMPLETED, FAILED or TIMEOUT; then all are COMPLETED.
        poll_script: As `script`, for polls; `script` is for uploads.
    """

    most_bytes_read = 2_100_000_000

    def __init__(
        self,
        recognise: Callable[[bytes], Sequence[Heard]] = spread_words,
        *,
        domain: Domain | None = None,
        clock: Callable[[], float] = time.monotonic,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        super().__init__(host, port)
        self.domain = domain or Domain("/external/v1/1/local-invoke-key", "local-speech-secret")
        self.jobs = Jobs(recognise, clock, self.domain.most_seconds)
        self.submissions: list[Submission] = []
        self.tokens: list[str] = []
        self.polls: list[str] = []
        self.endings: Iterator[str] = iter(())
        self._poll_script: Iterator[Fault] = iter(())

    @property
    def invoke_url(self) -> str:
        """What `CLOVA_SPEECH_INVOKE_URL` is set to."""
        return f"{self.url}{self.domain.base}"

    @property
    def poll_script(self) -> Iterator[Fault]:
        """What is left of the polls' script."""
        return self._poll_script

    @poll_script.setter
    def poll_script(self, faults: Iterable[Fault]) -> None:
        self._poll_script = iter(faults)

    def examine(self, request: Request) -> Reply | None:
        """Address and keys first, then the form."""
        try:
            call, _ = self.domain.route(request)
            if call == "upload":
                params, media = self.domain.read_upload(request)
                headers = {name: value for name, value in request.headers.items() if name != SECRET_HEADER}
                self.submissions.append(Submission(params, headers, media))
        except RefusedError as refused:
            return self.refuse(refused.status, refused.result, refused.message)
        return None

    def choose(self, request: Request) -> Fault:
        """Uploads and polls have a script each."""
        return next(self._poll_script, Ok()) if request.method == "GET" else super().choose(request)

    def answer(self, request: Request) -> Reply:
        """A token, or how far a recording is."""
        call, token = self.domain.route(request)
        if call == "upload":
            params, media = self.domain.read_upload(request)
            self.tokens.append(self.jobs.take(media, params, next(self.endings, "COMPLETED")))
            return json_reply(200, {"token": self.tokens[-1], "result": "SUCCEEDED"})
        told = self.jobs.tell(token)
        self.polls.append(told["result"] if told else "404")
        return self.error(404, "", "") if told is None else json_reply(200, told)

    def error(self, status: int, code: str, message: str) -> Reply:
        """`result` and `message`, as the service's 400 is recorded."""
        result, message = name_error(status, code, message)
        return json_reply(status, {"result": result, "message": message})

    def __exit__(self, *_: object) -> None:
        self.jobs.close()
        super().__exit__(*_)


def main() -> None:
    """Run as a program, hearing English with pocketsphinx."""
    parser = program.arguments("CLOVA Speech stand-in")
    parser.add_argument("--invoke-key", default="local-invoke-key")
    parser.add_argument("--secret", default="local-speech-secret")
    parser.add_argument("--waiting", type=float, default=1, help="seconds")
    parser.add_argument("--processing", type=float, default=3, help="seconds, at least")
    options = parser.parse_args()
    domain = Domain(f"/external/v1/1/{options.invoke_key}", options.secret)
    with Recogniser(1, ENGLISH_WORDS, seconds=LONGEST_HEARING_SECONDS) as recognise:
        speech = ClovaSpeechStandIn(hear_words(recognise), domain=domain, host=options.host, port=options.port)
        speech.jobs.pace = Pace(options.waiting, options.processing)
        program.serve(speech)


if __name__ == "__main__":
    main()
