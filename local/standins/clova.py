"""CLOVA Speech Recognition (CSR) on loopback: its wire, its limits, its errors.

Source: NAVER Cloud's CSR and API gateway pages of 2026 (request, limits, engine codes, gateway codes); what no page
says is marked.
"""

import hmac
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from local.standins import program
from local.standins.recogniser import Recogniser
from local.standins.server import StandIn
from local.standins.speech import Speech, UndecodableError, decode
from local.standins.wire import Reply, Request, json_reply

KEY_ID_HEADER = "x-ncp-apigw-api-key-id"
KEY_HEADER = "x-ncp-apigw-api-key"
LANGUAGES = frozenset({"Kor", "Eng", "Jpn", "Chn"})
PATH = "/recog/v1/stt"
# "3 MB"; which of the two it means is not said, and what fits the smaller fits both.
MOST_BYTES = 3_000_000
MOST_SECONDS = 60.0
# The shortest sound is documented by its code only; 0.4 s is what one public client found.
LEAST_SECONDS = 0.4
LEAST_RATE = 16_000
BILLED_UNIT_SECONDS = 15

# Code: (status, message). Three digits are the API gateway's own, STT the engine's.
ERRORS: Mapping[str, tuple[int, str]] = {
    "100": (400, "Bad Request Exception"),
    "200": (401, "Authentication Failed"),
    "210": (401, "Permission Denied"),
    "300": (404, "Not Found Exception"),
    "400": (429, "Quota Exceeded"),
    "410": (429, "Throttle Limited"),
    "420": (429, "Rate Limited"),
    "430": (413, "Request Entity Too Large"),
    "500": (503, "Endpoint Error"),
    "510": (504, "Endpoint Timeout"),
    "900": (500, "Unexpected Error"),
    "STT000": (413, "Request Entity Too Large"),
    "STT001": (413, "Exceed Sound Data length"),
    "STT002": (400, "Invalid Content Type"),
    "STT003": (400, "Empty Sound Data"),
    "STT004": (400, "Empty Language"),
    "STT005": (400, "Invalid Language"),
    "STT006": (500, "Failed to pre-processing"),
    "STT007": (400, "Too Short Sound Data"),
    "STT998": (500, "Failed to STT"),
    "STT999": (500, "Internal Server Error"),
}
# What a bare `Status(503)` in a script stands for.
_USUAL_CODE = {400: "100", 401: "200", 404: "300", 413: "430", 429: "410", 503: "500", 504: "510", 500: "STT999"}


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
        refused = self._gateway(request) or self._envelope(request)
        if refused is None:
            refused = self._sound(request)
        else:
            self._record(request)
        return refused

    def answer(self, request: Request) -> Reply:
        """The text heard; empty for silence, which is no error."""
        return json_reply(200, {"text": self._recognise(decode(request.body).pcm())})

    def error(self, status: int, code: str, message: str) -> Reply:
        """The gateway nests its error, the engine sends it flat; the code is a string in both."""
        code = code or _USUAL_CODE.get(status, "900")
        known_status, known_message = ERRORS[code]
        if code.startswith("STT"):
            return json_reply(status or known_status, {"errorCode": code, "errorMessage": message or known_message})
        body = {"errorCode": code, "message": known_message} | ({"details": message} if message else {})
        return json_reply(status or known_status, {"error": body})

    def _gateway(self, request: Request) -> Reply | None:
        if (request.method, request.path) != ("POST", PATH):
            return self.refuse(404, "300")
        if any(not request.headers.get(name) for name in self._keys):
            return self.refuse(401, "200", "Authentication information are missing.")
        if not all(_same(request.headers[name], key) for name, key in self._keys.items()):
            return self.refuse(401, "200", "Invalid authentication information.")
        return None

    def _envelope(self, request: Request) -> Reply | None:
        lang = request.parameter("lang")
        rules = (
            ("STT002", request.headers.get("content-type") != "application/octet-stream"),
            ("STT000", len(request.body) > MOST_BYTES),
            ("STT004", not lang),
            ("STT005", lang not in LANGUAGES),
            ("STT003", not request.body),
        )
        broken = next((code for code, is_broken in rules if is_broken), None)
        return None if broken is None else self.refuse(ERRORS[broken][0], broken)

    def _sound(self, request: Request) -> Reply | None:
        try:
            speech = decode(request.body)
        except UndecodableError as problem:
            self._record(request)
            return self.refuse(500, "STT006", str(problem))
        refused = self._measured(speech)
        self._record(request, speech.seconds, billed=refused is None)
        return refused

    def _measured(self, speech: Speech) -> Reply | None:
        if speech.seconds > MOST_SECONDS:
            return self.refuse(413, "STT001", f"Exceed Sound Data length: {speech.seconds:.2f} s")
        if speech.rate < LEAST_RATE:
            # The limit is documented, its code is not; failing before recognition is the nearest one there is.
            return self.refuse(500, "STT006", f"{speech.rate} Hz; CSR wants 16000 or more")
        if speech.seconds < LEAST_SECONDS:
            return self.refuse(400, "STT007")
        return None

    def _record(self, request: Request, seconds: float = 0.0, *, billed: bool = False) -> None:
        headers = {name: "(a key)" if name in self._keys else value for name, value in request.headers.items()}
        cost = math.ceil(seconds / BILLED_UNIT_SECONDS) * BILLED_UNIT_SECONDS if billed else 0
        self.calls.append(ClovaCall(request.parameter("lang"), headers, len(request.body), seconds, cost))


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


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
