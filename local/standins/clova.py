"""CLOVA Speech Recognition (CSR) on loopback; its rules stand in `clova_contract`, its errors in `clova_errors`."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from local.standins import program
from local.standins.clova_contract import (
    KEY_HEADER,
    KEY_ID_HEADER,
    PATH,
    Problem,
    envelope_problem,
    gateway_problem,
    sound_problem,
)
from local.standins.clova_errors import ERRORS, error_reply
from local.standins.recogniser import Recogniser
from local.standins.server import StandIn
from local.standins.speech import UndecodableError, decode
from local.standins.wire import Reply, Request, json_reply

BILLED_UNIT_SECONDS = 15


@dataclass(frozen=True)
class ClovaCall:
    """One request that was asked of CSR, kept whether it was refused or not.

    Attributes:
        lang: The query's language, None when absent.
        headers: By lower-case name, the two keys' values left out.
        body_bytes: Size of the body.
        seconds: Of decoded sound; 0 when it could not be decoded or was refused before.
        billed_seconds: 15 s units begun, 0 when refused.
    """

    lang: str | None
    headers: Mapping[str, str]
    body_bytes: int
    seconds: float = 0.0
    billed_seconds: int = 0


class ClovaStandIn(StandIn):
    """CSR's `POST /recog/v1/stt`.

    Args:
        recognise: Text of 16 kHz mono s16 little-endian sound; called from several threads at once.
        key_id: The Application's Client ID it takes.
        key: The Client Secret it takes.
        host: Address to bind.
        port: 0 takes a free one.

    Attributes:
        calls: Every request, in the order they were read.
        by_language: What hears instead of `recognise`, by CSR's name of the language.
    """

    def __init__(
        self,
        recognise: Callable[[bytes], str] = lambda _pcm: "hello from the stand in",
        *,
        key_id: str = "local-key-id",
        key: str = "local-key",
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        super().__init__(host, port)
        self.calls: list[ClovaCall] = []
        self._recognise = recognise
        self.by_language: Mapping[str, Callable[[bytes], str]] = {}
        self._keys = {KEY_ID_HEADER: key_id, KEY_HEADER: key}

    def stt_url(self, lang: str = "Kor") -> str:
        """What `CLOVA_STT_URL` is set to."""
        return f"{self.url}{PATH}?lang={lang}"

    @property
    def billed_seconds(self) -> int:
        """What all calls together cost."""
        return sum(call.billed_seconds for call in self.calls)

    def examine(self, request: Request) -> Reply | None:
        """Gateway first, engine second, as the real service is built."""
        problem = gateway_problem(request, self._keys) or envelope_problem(request)
        seconds = 0.0
        if problem is None:
            problem, seconds = _heard(request.body)
        self._record(request, seconds, billed=problem is None)
        return None if problem is None else self.refuse(ERRORS[problem[0]][0], *problem)

    def answer(self, request: Request) -> Reply:
        """The text heard; empty for silence, which is no error."""
        recognise = self.by_language.get(request.parameter("lang") or "", self._recognise)
        return json_reply(200, {"text": recognise(decode(request.body).pcm())})

    def error(self, status: int, code: str, message: str) -> Reply:
        """See `clova_errors`."""
        return error_reply(status, code, message)

    def _record(self, request: Request, seconds: float, *, billed: bool) -> None:
        headers = {name: "(a key)" if name in self._keys else value for name, value in request.headers.items()}
        cost = math.ceil(seconds / BILLED_UNIT_SECONDS) * BILLED_UNIT_SECONDS if billed else 0
        self.calls.append(ClovaCall(request.parameter("lang"), headers, len(request.body), seconds, cost))


def _heard(body: bytes) -> tuple[Problem | None, float]:
    """What is wrong with the sound, and its seconds as far as they are known."""
    try:
        speech = decode(body)
    except UndecodableError as problem:
        return ("STT006", str(problem)), 0.0
    return sound_problem(speech), speech.seconds


def main() -> None:
    """Run as a program, hearing English with pocketsphinx."""
    parser = program.arguments("CLOVA stand-in")
    parser.add_argument("--key-id", default="local-key-id")
    parser.add_argument("--key", default="local-key")
    options = parser.parse_args()
    with Recogniser() as recognise:
        program.serve(
            ClovaStandIn(recognise, key_id=options.key_id, key=options.key, host=options.host, port=options.port)
        )


if __name__ == "__main__":
    main()
