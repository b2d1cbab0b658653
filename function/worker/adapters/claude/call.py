"""One exchange with the Messages API through the SDK, its errors translated, within a total time.

The SDK is slow to import, so only `model.load_send` imports this module.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NoReturn, cast

import anthropic
import httpx2

from worker.adapters.claude.bounded import BoundedTransport, OversizedReplyError
from worker.adapters.claude.reading import NoReplyError, UnusableReplyError
from worker.adapters.claude.refusals import URL, Refusal, explain_refusal
from worker.adapters.http.client import is_untrusted_certificate
from worker.adapters.http.exchange import read_retry_after
from worker.jobs.errors import LLM_MISCONFIGURED, JobError
from worker.telemetry.log import logger

if TYPE_CHECKING:
    from worker.adapters.claude.address import Account
    from worker.adapters.claude.turn import Turn


def send(account: Account, turn: Turn, seconds: float) -> anthropic.types.Message:
    """Send one request and wait for the whole reply.

    The SDK's timeout limits each read, so it does not end a slowly dripping reply; cancelling the call does. The
    resolver limits name resolution (`RES_OPTIONS` in the image).

    Args:
        account: address and key.
        turn: arguments of `messages.create`.
        seconds: limit of the whole exchange.

    Returns:
        The reply to a 200; its parts are not checked.

    Raises:
        NoReplyError: no reply in time.
        UnusableReplyError: a 200 without a message.
        JobError: LLM_BAD_RESPONSE, an error status, or a certificate that is not trusted.
    """
    return asyncio.run(_send(account, turn, seconds))


async def _send(account: Account, turn: Turn, seconds: float) -> anthropic.types.Message:
    try:
        async with asyncio.timeout(seconds), _make_client(account, seconds) as client:
            reply = cast("object", await client.messages.create(**turn))
    except TimeoutError:
        raise NoReplyError("TimeoutError", sent=True) from None
    except anthropic.APIStatusError as error:
        _refuse(error)
    except anthropic.APIConnectionError as error:
        _explain_silence(error)
    except (anthropic.APIError, ValueError) as error:  # their messages quote the reply
        raise UnusableReplyError(type(error).__name__) from None
    if not isinstance(reply, anthropic.types.Message):
        raise UnusableReplyError(type(reply).__name__)
    return reply


def _make_client(account: Account, seconds: float) -> anthropic.AsyncAnthropic:
    """Make a client for one call.

    The environment changes nothing that matters: no other key or address, no proxy, no tracing of contents. There are
    no redirects, which would turn the POST into a GET, and no retries, because we make those.
    """
    return anthropic.AsyncAnthropic(
        api_key=account.key,
        base_url=account.base_url,
        timeout=seconds,
        max_retries=0,
        open_telemetry=False,
        http_client=httpx2.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            timeout=seconds,
            transport=BoundedTransport(trust_env=False),
        ),
    )


def _refuse(error: anthropic.APIStatusError) -> NoReturn:
    logger.warning(
        "Claude answered with an error",
        stage="LLM_ERROR",
        duration_ms=0,
        status=error.status_code,
        type=error.type,
        code=error.error_code,
        request_id=error.request_id,
    )
    retry_after = read_retry_after(error.response.headers.get("retry-after"))
    refusal = Refusal(error.status_code, error.type, error.error_code, error.api_message or "", retry_after)
    raise explain_refusal(refusal) from None


def _explain_silence(error: anthropic.APIConnectionError) -> NoReturn:
    if is_untrusted_certificate(error):
        sentence = "the certificate of Claude's address is not trusted."
        raise JobError(LLM_MISCONFIGURED, "LLM", sentence, setting=URL) from None
    cause = error.__cause__ or error
    if isinstance(cause, OversizedReplyError):
        raise UnusableReplyError(type(cause).__name__) from None
    sent = not isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout)
    raise NoReplyError(type(cause).__name__, sent=sent) from None
