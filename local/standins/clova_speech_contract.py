"""What CLOVA Speech's long-form API takes before it hears anything. What no page of NAVER Cloud says is marked.

Each rule raises the error it would be: a status, the `result` and the `message` of its JSON.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from local.standins.clova_speech_params import ParamsError, read_params
from local.standins.multipart import MalformedError, Part, read_parts

if TYPE_CHECKING:
    from local.standins.wire import JsonObject, Request

SECRET_HEADER = "x-clovaspeech-api-key"  # noqa: S105 - the header's name
# "2 GB"; which of the two it means is not said, and what fits the smaller fits both.
MOST_BYTES = 2_000_000_000
MOST_SECONDS = 6 * 3600.0

_USUAL = {
    400: ("ERROR_REQUEST_PARAMETER", "Invalid request parameters"),
    401: ("ERROR_INVALID_SECRET", "Invalid secret"),
    # The JSON of these is recorded nowhere.
    404: ("ERROR_NOT_FOUND", "Not Found"),
    413: ("STT000", "Request Entity Too Large"),
}


class RefusedError(Exception):
    """A request that breaks the contract.

    Attributes:
        status: HTTP's.
        result: The service's name of it.
        message: Its words.
    """

    def __init__(self, status: int, message: str = "", result: str = "") -> None:
        self.status = status
        self.result, self.message = name_error(status, result, message)
        super().__init__(f"{status} {self.result}: {self.message}")


def name_error(status: int, result: str, message: str) -> tuple[str, str]:
    """Fill in what the service says with a status."""
    usual_result, usual_message = _USUAL.get(status, ("STT999", "Internal Server Error"))
    return result or usual_result, message or usual_message


@dataclass(frozen=True)
class Domain:
    """One domain of the console.

    Attributes:
        base: Path of its InvokeURL.
        secret: Its secret key.
        detects_speakers: Whether speaker recognition is on in it.
        most_bytes: Of a recording.
        most_seconds: The same.
    """

    base: str
    secret: str
    detects_speakers: bool = True
    most_bytes: int = MOST_BYTES
    most_seconds: float = MOST_SECONDS

    def route(self, request: Request) -> tuple[Literal["upload", "poll"], str]:
        """Which call it is, and the token of a poll.

        Raises:
            RefusedError: No such address, or not the domain's keys.
        """
        start, _, rest = request.path.partition("/recognizer/")
        if not request.path.startswith("/external/v1/") or "/" in rest:
            raise RefusedError(404)
        secret = request.headers.get(SECRET_HEADER, "")
        # A wrong or cut InvokeURL is answered as a wrong secret is.
        if start != self.base or not hmac.compare_digest(secret.encode(), self.secret.encode()):
            raise RefusedError(401)
        if (request.method, rest) == ("POST", "upload"):
            return "upload", ""
        if request.method != "GET" or not rest:
            raise RefusedError(404)  # what a wrong method is answered is not documented
        return "poll", rest

    def read_upload(self, request: Request) -> tuple[JsonObject, bytes]:
        """The parameters and the recording.

        Raises:
            RefusedError: The form, its parameters or the recording's size.
        """
        try:
            parts = read_parts(request)
            params = _check_params(parts.get("params"))
            media = self._check_media(parts.get("media"))
            return read_params(params, detects_speakers=self.detects_speakers), media
        except (MalformedError, ParamsError) as problem:
            raise RefusedError(400, str(problem)) from problem

    def _check_media(self, media: Part | None) -> bytes:
        if media is None or not media.filename:
            raise ParamsError("Invalid params: media")
        if not media.content:
            raise RefusedError(400, "Empty Sound Data", "STT003")
        if len(media.content) > self.most_bytes:
            raise RefusedError(413)
        return media.content


def _check_params(params: Part | None) -> bytes:
    """A field with a file's name is no parameter to the service, whatever is in it."""
    if params is None or params.filename is not None:
        raise ParamsError("Invalid params: params")
    return params.content
