"""One exchange with the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.http.client import send
from worker.adapters.http.exchange import AddressError, NoAnswerError, Request, TooLargeError
from worker.jobs.errors import STT_MALFORMED, STT_MISCONFIGURED, STT_NO_ANSWER, JobError
from worker.settings.kinds import clean_header_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.adapters.http.exchange import Answer, Body

URL, SECRET = "CLOVA_SPEECH_INVOKE_URL", "CLOVA_SPEECH_SECRET"

_MOST_BYTES = 64 * 1024 * 1024
"""Six hours are some 54,000 words of 40 bytes."""


def exchange(
    keys: Mapping[str, str], path: str, seconds: float, body: Body = b"", content_type: str | None = None
) -> Answer:
    """Send a POST with a body, or a GET.

    Args:
        keys: the values of `URL` and `SECRET`.
        path: below the invoke URL. Neither goes into a log or an error.
        seconds: limit of the whole exchange.
        body: of the POST.
        content_type: of the body; None makes a GET.

    Raises:
        JobError: STT_TIMEOUT, no answer; `spent` is set where the request may have been carried out.
        JobError: STT_BAD_RESPONSE, an answer too large, or settings that cannot be used.
    """
    headers = {"X-CLOVASPEECH-API-KEY": _read_secret(keys)} | ({"Content-Type": content_type} if content_type else {})
    url = f"{keys[URL].strip().rstrip('/')}{path}"
    method = "POST" if content_type else "GET"
    try:
        return send(Request(url, body, headers, most_bytes=_MOST_BYTES, method=method), seconds)
    except NoAnswerError as error:
        sentence = f"CLOVA Speech gave no answer (limit {seconds:.0f} s, {error})."
        raise JobError(STT_NO_ANSWER, "STT", sentence, perhaps_heard=error.sent) from error
    except TooLargeError as error:
        raise JobError(STT_MALFORMED, "STT", "CLOVA Speech answered with something too large.") from error
    except AddressError as error:
        sentence = f"CLOVA Speech's address cannot be used ({error})."
        raise JobError(STT_MISCONFIGURED, "STT", sentence, setting=URL) from error


def _read_secret(keys: Mapping[str, str]) -> str:
    clean = clean_header_value(keys[SECRET])
    if clean is None:
        raise JobError(STT_MISCONFIGURED, "STT", "CLOVA Speech's secret is blank or misspelt.", setting=SECRET)
    return clean
