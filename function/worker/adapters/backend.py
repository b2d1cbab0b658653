"""The backend's endpoint for outcomes (docs/sources.md, Specification)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote, urlsplit

from worker.adapters.callback_refusals import explain_refusal, misconfigured
from worker.adapters.header_values import clean_header_value
from worker.adapters.http import post
from worker.adapters.http_exchange import AddressError, NoAnswerError, Request
from worker.adapters.retry import CallLimits, RetryPolicy
from worker.adapters.webhook_signature import WebhookSecretError, make_webhook_headers, read_webhook_secret
from worker.domain.errors import Condition, failure

if TYPE_CHECKING:
    from worker.domain.callbacks import Callback
    from worker.domain.deadlines import Deadline


class HttpBackend:
    """Delivers callbacks; the token goes to the configured address and nowhere else.

    Args:
        base_url: `BACKEND_BASE_URL`; a path in it is kept.
        token: `BACKEND_INTERNAL_TOKEN`.
        retry: how calls are repeated; a 4xx never is.
        webhook_secret: `WEBHOOK_SECRET`; without one callbacks are not signed.
        ca_bundle: `BACKEND_CA_BUNDLE`, a file of certificates trusted in place of the public ones.
    """

    limits: ClassVar = CallLimits("CALLBACK", at_least=1.0, at_most=10.0)

    def __init__(
        self,
        base_url: str,
        token: str,
        retry: RetryPolicy,
        webhook_secret: str | None = None,
        ca_bundle: str | None = None,
    ) -> None:
        self._base_url = base_url
        self._token = token
        self._retry = retry
        self._webhook_secret = webhook_secret
        self._ca_bundle = ca_bundle

    def tell(self, callback: Callback, deadline: Deadline) -> None:
        """Deliver a callback; returns when it was accepted with a 2xx.

        Args:
            callback: what to say.
            deadline: when the job must be done; no call takes longer than `limits`.

        Raises:
            CallbackError: refused, unreachable or misconfigured.
        """
        self._retry.run(lambda: self._tell_once(callback, deadline), deadline, self.limits)

    def _tell_once(self, callback: Callback, deadline: Deadline) -> None:
        # The status says everything, so the body is not read.
        address = _address(self._base_url, callback.job_id)
        request = Request(address, callback.body, self._headers(callback), self._ca_bundle, most_bytes=0)
        seconds = deadline.cap(self.limits.at_most)
        try:
            answer = post(request, seconds)
        except NoAnswerError as error:
            sentence = f"CALLBACK: the backend gave no answer (limit {seconds:.0f} s, {error})."
            raise failure(Condition.CALLBACK_UNREACHABLE, sentence) from error
        except AddressError as error:
            setting = "BACKEND_CA_BUNDLE" if self._ca_bundle else "BACKEND_BASE_URL"
            raise misconfigured(f"the backend's address cannot be used ({error})", setting) from error
        if not answer.accepted:
            raise explain_refusal(answer)

    def _headers(self, callback: Callback) -> dict[str, str]:
        token = clean_header_value(self._token)
        if token is None:
            raise misconfigured("the token is blank or misspelt", "BACKEND_INTERNAL_TOKEN")
        try:
            key = read_webhook_secret(self._webhook_secret) if self._webhook_secret else None
        except WebhookSecretError:
            raise misconfigured("the secret is not base64", "WEBHOOK_SECRET") from None
        signature = make_webhook_headers(callback.event_id, callback.body, time.time(), key)
        return {"Content-Type": "application/json", "X-Internal-Token": token, **signature}


def _address(base_url: str, job_id: str) -> str:
    parts = urlsplit(base_url)
    path = f"{parts.path.rstrip('/')}/internal/jobs/{quote(job_id, safe='')}/complete"
    return parts._replace(path=path, query="", fragment="").geturl()
