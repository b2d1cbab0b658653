"""The catalogue's API (docs/sources.md, Catalogue)."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from worker.adapters.calls.retry import CallLimits, RetryPolicy
from worker.adapters.http.client import send
from worker.adapters.http.exchange import AddressError, Answer, NoAnswerError, Request, TooLargeError
from worker.jobs.errors import JobError
from worker.settings.kinds import clean_header_value
from worker.tasks.catalog.ports import CATALOG_MISCONFIGURED, CATALOG_NO_ANSWER, CATALOG_REJECTED, CATALOG_UNAVAILABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.adapters.calls.keys import Keys
    from worker.jobs.deadline import Deadline
    from worker.tasks.catalog.content import Content

_PASSING = frozenset({408, 425, 429})
_TOKEN_REFUSED = frozenset({401, 403})
_NO_SUCH_ADDRESS = frozenset({404, 405})


class HttpCatalog:
    """Implements `catalog.ports.Catalog`; the token goes to the configured address and nowhere else.

    Args:
        base_url: `CATALOG_API_BASE`; a path in it is kept.
        keys: `INTERNAL_TOKEN`.
        retry: how calls are repeated.
        ca_bundle: `BACKEND_CA_BUNDLE`, a file of certificates trusted in place of the public ones.
    """

    limits: ClassVar = CallLimits("CATALOG_API", at_least=1.0, at_most=10.0)

    def __init__(self, base_url: str, keys: Keys, retry: RetryPolicy, ca_bundle: str | None = None) -> None:
        self._base_url = base_url
        self._keys = keys
        self._retry = retry
        self._ca_bundle = ca_bundle

    def publish(self, content_id: int, content: Content, deadline: Deadline) -> None:
        attempt = partial(self._put, content_id, content, deadline)
        self._retry.run(lambda: self._keys.run(attempt, deadline, self.limits), deadline, self.limits)

    def _put(self, content_id: int, content: Content, deadline: Deadline, keys: Mapping[str, str]) -> None:
        body = {"title": content.title, "description": content.description, "age_rating": content.age_rating}
        request = Request(
            _address(self._base_url, content_id),
            json.dumps(body, ensure_ascii=False).encode(),
            {"Content-Type": "application/json", "X-Internal-Token": _token(keys)},
            self._ca_bundle,
            method="PUT",
        )
        try:
            answer = send(request, deadline.cap(self.limits.at_most))
        except (NoAnswerError, TooLargeError) as error:
            raise JobError(CATALOG_NO_ANSWER, "CATALOG_API", f"the catalogue gave no answer ({error}).") from error
        except AddressError as error:
            raise _misconfigured(f"the address cannot be used ({error})", "CATALOG_API_BASE") from error
        _check(answer, content_id)


def _token(keys: Mapping[str, str]) -> str:
    token = clean_header_value(keys["INTERNAL_TOKEN"])
    if token is None:
        raise _misconfigured("the token is blank or misspelt", "INTERNAL_TOKEN")
    return token


def _address(base_url: str, content_id: int) -> str:
    parts = urlsplit(base_url)
    path = f"{parts.path.rstrip('/')}/v1/contents/{content_id}/upsert-internal"
    return parts._replace(path=path).geturl()


def _check(answer: Answer, content_id: int) -> None:
    """Accept only an answer that confirms this content.

    Raises:
        JobError: CATALOG_API_FAILED, any other answer.
    """
    if answer.accepted:
        if _read_id(answer.body) != content_id:
            raise JobError(CATALOG_UNAVAILABLE, "CATALOG_API", "the answer is not about the content.")
        return
    if answer.status in _TOKEN_REFUSED:
        raise _misconfigured(f"the catalogue refuses the token (HTTP {answer.status})", "INTERNAL_TOKEN")
    if answer.status in _NO_SUCH_ADDRESS or answer.status // 100 == 3:  # noqa: PLR2004 - the class of redirects
        raise _misconfigured(f"there is no such endpoint (HTTP {answer.status})", "CATALOG_API_BASE")
    passing = answer.status in _PASSING or answer.status // 100 != 4  # noqa: PLR2004 - the class of refusals
    condition = CATALOG_UNAVAILABLE if passing else CATALOG_REJECTED
    sentence = f"the catalogue answered HTTP {answer.status}."
    raise JobError(condition, "CATALOG_API", sentence, retry_after=answer.retry_after)


def _read_id(body: bytes) -> object:
    try:
        return json.loads(body)["id"]
    except (ValueError, KeyError, TypeError):
        return None


def _misconfigured(problem: str, setting: str) -> JobError:
    return JobError(CATALOG_MISCONFIGURED, "CATALOG_API", f"{problem}.", setting=setting)
