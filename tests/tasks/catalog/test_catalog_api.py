from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.standins.catalog import CatalogStandIn
from local.standins.faults import CutAfterAccept, Raw, Status
from tests.adapters.naps import Naps
from tests.builders import a_deadline
from worker.adapters.calls.keys import Keys
from worker.jobs.errors import Handling, JobError
from worker.tasks.catalog.adapters.api import HttpCatalog
from worker.tasks.catalog.content import Content

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "the-internal-token"
CONTENT = Content(42, "my-movie-title")


@pytest.fixture
def api() -> Iterator[CatalogStandIn]:
    with CatalogStandIn(token=TOKEN) as api:
        yield api


def make_client(api: CatalogStandIn, *, token: str = TOKEN, base: str = "", retries: int = 3) -> HttpCatalog:
    return HttpCatalog(base or api.base_url, Keys({"INTERNAL_TOKEN": token}), Naps().policy(retries))


def fail(client: HttpCatalog) -> JobError:
    with pytest.raises(JobError) as caught:
        client.publish(42, CONTENT, a_deadline())
    return caught.value


def test_a_content_is_put_with_the_token_and_the_specifications_body(api: CatalogStandIn) -> None:
    make_client(api).publish(42, CONTENT, a_deadline())

    [call] = api.calls
    assert api.refusals == []
    assert call.path == "/api/v1/contents/42/upsert-internal"
    assert call.body == {
        "title": "My Movie Title",
        "description": "Uploaded video: my-movie-title",
        "age_rating": "ALL",
    }


def test_a_title_in_korean_arrives_as_it_is(api: CatalogStandIn) -> None:
    make_client(api).publish(7, Content(7, "한글_제목"), a_deadline())

    assert api.contents[7]["title"] == "한글 제목"


def test_a_base_address_may_end_in_a_slash(api: CatalogStandIn) -> None:
    make_client(api, base=f"{api.base_url}/").publish(42, CONTENT, a_deadline())

    assert len(api.calls) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_what_may_pass_is_tried_again(api: CatalogStandIn, status: int) -> None:
    api.script = [Status(status)] * 2

    make_client(api).publish(42, CONTENT, a_deadline())

    assert len(api.calls) == 3


def test_a_lost_answer_is_asked_for_again(api: CatalogStandIn) -> None:
    api.script = [CutAfterAccept()]

    make_client(api).publish(42, CONTENT, a_deadline())

    assert len(api.calls) == 2


@pytest.mark.parametrize(
    ("status", "reason", "handling", "setting"),
    [
        (307, "catalog_misconfigured", Handling.CONFIGURATION, "CATALOG_API_BASE"),
        (400, "catalog_rejected", Handling.PERMANENT, None),
        (401, "catalog_misconfigured", Handling.CONFIGURATION, "INTERNAL_TOKEN"),
        (403, "catalog_misconfigured", Handling.CONFIGURATION, "INTERNAL_TOKEN"),
        (404, "catalog_misconfigured", Handling.CONFIGURATION, "CATALOG_API_BASE"),
        (409, "catalog_rejected", Handling.PERMANENT, None),
        (422, "catalog_rejected", Handling.PERMANENT, None),
        (429, "catalog_unavailable", Handling.RETRYABLE, None),
        (500, "catalog_unavailable", Handling.RETRYABLE, None),
    ],
)
def test_an_answer_means(
    api: CatalogStandIn, status: int, reason: str, handling: Handling, setting: str | None
) -> None:
    api.script = [Status(status)]

    error = fail(make_client(api, retries=0))

    assert (error.condition.reason, error.handling, error.setting) == (reason, handling, setting)


def test_an_answer_about_another_content_is_none(api: CatalogStandIn) -> None:
    api.script = [Raw(200, b'{"id": 41}')]

    assert fail(make_client(api, retries=0)).condition.reason == "catalog_unavailable"


def test_a_blank_token_is_not_sent(api: CatalogStandIn) -> None:
    error = fail(make_client(api, token=" \n"))

    assert (error.setting, api.calls, api.refusals) == ("INTERNAL_TOKEN", [], [])


def test_an_api_that_is_not_there_may_come_back() -> None:
    with CatalogStandIn() as gone:
        base = gone.base_url

    error = fail(HttpCatalog(base, Keys({"INTERNAL_TOKEN": TOKEN}), Naps().policy(1)))

    assert (error.condition.reason, error.handling) == ("catalog_no_answer", Handling.RETRYABLE)


def test_a_failure_tells_neither_token_nor_address(api: CatalogStandIn) -> None:
    api.script = [Status(500)]

    sentence = fail(make_client(api, retries=0)).sentence

    assert TOKEN not in sentence
    assert "127.0.0.1" not in sentence
