"""CSR's errors: the API gateway's in front of it and the engine's own.

Source: NAVER Cloud's pages on CSR and on API gateway errors, 2026. The JSON of an engine error is recorded nowhere;
flat is what one public client reads.
"""

from collections.abc import Mapping

from local.standins.wire import Reply, json_reply

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


def error_reply(status: int, code: str, message: str) -> Reply:
    """The gateway nests its error, the engine sends it flat; the code is a string in both.

    An empty code takes the usual one of the status, an empty message the usual one of the code.
    """
    code = code or _USUAL_CODE.get(status, "900")
    _, known_message = ERRORS[code]
    if code.startswith("STT"):
        return json_reply(status, {"errorCode": code, "errorMessage": message or known_message})
    body = {"errorCode": code, "message": known_message} | ({"details": message} if message else {})
    return json_reply(status, {"error": body})
