"""The backend's endpoint for outcomes (docs/sources.md, Specification), and the addresses that messages name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NoReturn

from worker.adapters.backend.endpoint import Endpoint, compose_endpoint, guard_endpoint, refuse_every
from worker.adapters.backend.headers import make_headers
from worker.adapters.backend.refusals import ENDED, explain_refusal, forbidden, has_answered, misconfigured
from worker.adapters.calls.retry import CallLimits, RetryPolicy
from worker.adapters.http.client import send
from worker.adapters.http.exchange import AddressError, ForbiddenAddressError, NoAnswerError, Request
from worker.jobs.ending import Callback
from worker.jobs.errors import CALLBACK_UNREACHABLE, JobError
from worker.urls.destinations import DestinationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from worker.adapters.calls.keys import Keys
    from worker.adapters.http.exchange import Answer
    from worker.adapters.http.guard import Guard
    from worker.jobs.deadline import Deadline


@dataclass(slots=True)
class _Sending:
    """A callback that is being sent; `perhaps_heard` is set once the backend itself did not answer a try."""

    callback: Callback
    address: Endpoint
    perhaps_heard: bool

    @property
    def may_have_arrived(self) -> bool:
        """Whether an outcome that the backend already has can only be this one."""
        return self.perhaps_heard and not self.callback.corrects


class HttpBackend:
    """Sends callbacks; only the configured origin gets the token.

    Args:
        base_url: `BACKEND_BASE_URL`; a path in it is kept.
        keys: `BACKEND_INTERNAL_TOKEN` and `WEBHOOK_SECRET`; without the latter callbacks are not signed.
        retry: how calls are retried; a 4xx is never retried.
        ca_bundle: `BACKEND_CA_BUNDLE`, a file of certificates trusted instead of the public ones.
        admit: checks a URL from a message; raises `DestinationError`.
    """

    limits: ClassVar = CallLimits("CALLBACK", at_least=1.0, at_most=10.0)

    def __init__(
        self,
        base_url: str,
        keys: Keys,
        retry: RetryPolicy,
        ca_bundle: str | None = None,
        admit: Callable[[str], Guard] = refuse_every,
    ) -> None:
        self._base_url = base_url
        self._keys = keys
        self._retry = retry
        self._ca_bundle = ca_bundle
        self._admit = admit

    def send(self, callback: Callback, deadline: Deadline) -> None:
        """A 2xx accepts a callback; a 409 says that the backend already has an outcome of the job.

        It counts as accepted if an earlier try may have brought this outcome, unless the backend may have kept the one
        that this one supersedes.
        """
        sending = _Sending(callback, self._find_endpoint(callback), callback.perhaps_heard)
        attempt = partial(self._send_once, sending, deadline)
        try:
            self._retry.run(lambda: self._keys.run(attempt, deadline, self.limits), deadline, self.limits)
        except JobError as error:
            error.perhaps_heard = sending.perhaps_heard
            raise

    def _find_endpoint(self, callback: Callback) -> Endpoint:
        if callback.url is None:
            return compose_endpoint(self._base_url, callback.job_id, self._ca_bundle)
        try:
            return guard_endpoint(self._admit(callback.url), self._ca_bundle)
        except DestinationError as error:
            raise forbidden(error) from error

    def _send_once(self, sending: _Sending, deadline: Deadline, keys: Mapping[str, str]) -> None:
        address, body = sending.address, sending.callback.body
        headers = make_headers(sending.callback, address, keys)
        # Only the status matters, so the body is not read.
        request = Request(address.url, body, headers, address.ca_bundle, most_bytes=0, connect=address.connect)
        answer = _post(request, sending, deadline.cap(self.limits.at_most))
        if answer.accepted or (answer.status == ENDED and sending.may_have_arrived):
            return
        sending.perhaps_heard |= not has_answered(answer)
        raise explain_refusal(answer, address)


def _post(request: Request, sending: _Sending, seconds: float) -> Answer:
    address = sending.address
    try:
        return send(request, seconds)
    except ForbiddenAddressError as error:
        raise forbidden(error) from error
    except NoAnswerError as error:
        sending.perhaps_heard |= error.sent
        sentence = f"the backend gave no answer (limit {seconds:.0f} s, {error})."
        raise JobError(CALLBACK_UNREACHABLE, "CALLBACK", sentence) from error
    except AddressError as error:
        setting = "BACKEND_CA_BUNDLE" if address.ca_bundle else address.setting
        raise misconfigured(f"the backend's address cannot be used ({error})", setting) from error


class NoBackend:
    """Implements `jobs.ports.Backend` for a task that sends no callbacks: to send one is a configuration error."""

    def send(self, callback: Callback, deadline: Deadline) -> NoReturn:  # noqa: ARG002 - the port's signature
        raise misconfigured("the deployment names no backend", "BACKEND_BASE_URL")
