"""What CSR takes: keys, envelope and sound. What no page of NAVER Cloud says is marked.

Each rule answers with the code of the error it would be and what is worth adding to it.
"""

import hmac
from collections.abc import Mapping

from local.standins.speech import Speech
from local.standins.wire import Request

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

Problem = tuple[str, str]


def gateway_problem(request: Request, keys: Mapping[str, str]) -> Problem | None:
    """Path, method and the two keys, by their headers' lower-case names."""
    if (request.method, request.path) != ("POST", PATH):
        return "300", ""
    if any(not request.headers.get(name) for name in keys):
        return "200", "Authentication information are missing."
    if not all(hmac.compare_digest(request.headers[name].encode(), key.encode()) for name, key in keys.items()):
        return "200", "Invalid authentication information."
    return None


def envelope_problem(request: Request) -> Problem | None:
    """Content type, size and language."""
    lang = request.parameter("lang")
    rules = (
        ("STT002", request.headers.get("content-type") != "application/octet-stream"),
        ("STT000", len(request.body) > MOST_BYTES),
        ("STT004", not lang),
        ("STT005", lang not in LANGUAGES),
        ("STT003", not request.body),
    )
    return next(((code, "") for code, is_broken in rules if is_broken), None)


def sound_problem(speech: Speech) -> Problem | None:
    """Length and sample rate."""
    if speech.seconds > MOST_SECONDS:
        return "STT001", f"Exceed Sound Data length: {speech.seconds:.2f} s"
    if speech.rate < LEAST_RATE:
        # The limit is documented, its code is not; failing before recognition is the nearest one there is.
        return "STT006", f"{speech.rate} Hz; CSR wants 16000 or more"
    if speech.seconds < LEAST_SECONDS:
        return "STT007", ""
    return None
