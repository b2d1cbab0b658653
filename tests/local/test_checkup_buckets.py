from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import Stubber

from local.checkup.access import Access
from local.checkup.buckets import check_lifecycle, check_missing_key
from local.checkup.finding import State
from local.checkup.settings import with_defaults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.checkup.finding import Finding


class OneClient(Access):
    """The way to a client whose answers are scripted."""

    def __init__(self) -> None:
        super().__init__(with_defaults({"AWS_REGION": "ap-northeast-2"}))
        self.s3 = super().client("s3")

    def client(self, service: str) -> Any:
        assert service == "s3"
        return self.s3


@pytest.fixture
def access() -> OneClient:
    return OneClient()


@pytest.fixture
def answers(access: OneClient) -> Iterator[Stubber]:
    with Stubber(access.s3) as answers:
        yield answers


def look(access: Access) -> Finding:
    return check_missing_key(access, "missing video", "videos", "videos/")


@pytest.mark.parametrize(
    ("status", "state"), [(404, State.GOOD), (403, State.BAD), (400, State.NOTE), (503, State.NOTE)]
)
def test_a_missing_key_is_answered_404_or_the_list_permission_is_missing(
    access: OneClient, answers: Stubber, status: int, state: State
) -> None:
    answers.add_client_error("head_object", str(status), http_status_code=status)

    found = look(access)

    assert found.state is state
    assert ("s3:ListBucket" in found.advice) == (state is State.BAD)


def test_an_object_of_the_name_that_is_looked_for_proves_nothing(access: OneClient, answers: Stubber) -> None:
    answers.add_response("head_object", {})

    assert look(access).state is State.NOTE


RULE: dict[str, Any] = {"Status": "Enabled", "Filter": {"Prefix": "work/"}, "Expiration": {"Days": 14}}


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        (RULE, State.GOOD),
        ({**RULE, "Filter": {"Prefix": ""}}, State.GOOD),
        ({**RULE, "Filter": {}}, State.GOOD),
        ({"Status": "Enabled", "Prefix": "work/", "Expiration": {"Days": 14}}, State.GOOD),
        ({**RULE, "Status": "Disabled"}, State.NOTE),
        ({**RULE, "Filter": {"Prefix": "results/"}}, State.NOTE),
        ({**RULE, "Filter": {"Prefix": "work/9/"}}, State.NOTE),
        ({**RULE, "Filter": {"Tag": {"Key": "a", "Value": "b"}}}, State.NOTE),
        (
            {"Status": "Enabled", "Filter": {"Prefix": "work/"}, "NoncurrentVersionExpiration": {"NoncurrentDays": 1}},
            State.NOTE,
        ),
    ],
)
def test_a_rule_deletes_what_lies_under_work_or_it_stays(
    access: OneClient, answers: Stubber, rule: dict[str, Any], state: State
) -> None:
    answers.add_response("get_bucket_lifecycle_configuration", {"Rules": [rule]})

    assert check_lifecycle(access, "videos").state is state


@pytest.mark.parametrize(
    ("code", "words"),
    [("NoSuchLifecycleConfiguration", "no rule deletes it"), ("AccessDenied", "refused: AccessDenied")],
)
def test_a_bucket_whose_rules_are_none_or_may_not_be_read_is_said_to_be_so(
    access: OneClient, answers: Stubber, code: str, words: str
) -> None:
    answers.add_client_error("get_bucket_lifecycle_configuration", code)

    found = check_lifecycle(access, "videos")

    assert (found.state, words in found.found) == (State.NOTE, True)
