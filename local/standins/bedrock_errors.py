"""Bedrock's errors: the type is a header, the body only says why."""

from collections.abc import Mapping

from local.standins.wire import Reply, json_reply

# Status: (type, usual message).
ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("ValidationException", "Malformed input request, please reformat your input and try again."),
    403: ("AccessDeniedException", "User is not authorized to perform: bedrock:InvokeModel"),
    404: ("ResourceNotFoundException", "This model version has reached the end of its life."),
    408: ("ModelTimeoutException", "Model has timed out in processing the request. Try your request again."),
    424: ("ModelErrorException", "The system encountered an unexpected error during processing."),
    429: ("ThrottlingException", "Too many requests, please wait before trying again."),
    500: ("InternalServerException", "The system encountered an unexpected error during processing."),
    503: ("ServiceUnavailableException", "Bedrock is unable to process your request."),
}


def error_reply(status: int, kind: str, message: str, request_id: str) -> Reply:
    """An error as AWS words it; an empty kind or message is the usual one of the status."""
    usual_kind, usual_message = ERRORS.get(status, ERRORS[500])
    headers = {
        "x-amzn-errortype": f"{kind or usual_kind}:http://internal.amazon.com/coral/com.amazon.bedrock/",
        "x-amzn-requestid": request_id,
    }
    return json_reply(status, {"message": message or usual_message}, headers)
