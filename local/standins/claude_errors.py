"""The Messages API's errors, of version 2026-10-21 of its reference."""

from collections.abc import Mapping

from local.standins.wire import Reply, json_reply

# Status: (error type, usual message).
ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("invalid_request_error", "invalid request"),
    401: ("authentication_error", "invalid bearer token"),
    402: ("billing_error", "billing"),
    403: ("permission_error", "permission denied"),
    404: ("not_found_error", "Not found"),
    413: ("request_too_large", "Request exceeds the maximum size"),
    429: ("rate_limit_error", "This request would exceed your rate limit"),
    500: ("api_error", "Internal server error"),
    503: ("api_error", "Service unavailable"),
    504: ("timeout_error", "Gateway timeout"),
    529: ("overloaded_error", "Overloaded"),
}


def error_reply(status: int, kind: str, message: str, request_id: str) -> Reply:
    """An error as the API words it; an empty kind or message is the usual one of the status."""
    usual_kind, usual_message = ERRORS.get(status, ERRORS[500])
    error = {"type": kind or usual_kind, "message": message or usual_message}
    return json_reply(status, {"type": "error", "error": error, "request_id": request_id}, {"request-id": request_id})
