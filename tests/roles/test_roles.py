"""Every call of AWS that the suites made is allowed by its function's role, and the role allows no more.

`make test` and `make check` run these after the other tests, which make the recording.
"""

from __future__ import annotations

import json
import re
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from local.checkup.permissions import list_needs
from tests.infrastructure.templates import read_stack, resources_of
from tests.roles.calls import RECORDING, Need, read_needs
from tests.roles.deployments import DEPLOYMENTS, EXISTING, NEW
from tests.roles.grants import Grant, Reason, grants_of, read_reasons, statements_of
from tests.roles.simulator import ask
from tests.roles.template import QUEUE, Deployment

if TYPE_CHECKING:
    from collections.abc import Mapping

FUNCTIONS = ("Worker", "Sweep", "CatalogWorker")


def name_of(deployment: Deployment, role: object) -> str:
    """Of a function's role, or of the role that lacks a grant."""
    return f"{deployment.name}: {role}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The template is read only where these tests run."""
    if "grant" in metafunc.fixturenames:
        cases = [(one, grant) for one in DEPLOYMENTS for name in FUNCTIONS for grant in grants_of(one, name)]
        metafunc.parametrize(("deployment", "grant"), cases, ids=[name_of(*case) for case in cases])
    if "reason" in metafunc.fixturenames:
        metafunc.parametrize("reason", read_reasons(), ids=str)


@pytest.fixture(scope="module")
def needs() -> dict[Deployment, list[Need]]:
    assert RECORDING.exists(), "run the other tests first: they record the calls of AWS"
    return {one: read_needs(one) for one in DEPLOYMENTS}


@pytest.fixture(scope="module")
def refused(needs: Mapping[Deployment, list[Need]]) -> dict[str, list[Need]]:
    """What is refused by each role (by the function's name), and by each role without one grant (by the grant's)."""
    policies: dict[str, list[dict[str, Any]]] = {}
    questions: list[tuple[str, Need]] = []
    for one, function in product(DEPLOYMENTS, FUNCTIONS):
        own = [need for need in needs[one] if need.function == function]
        policies[name_of(one, function)] = statements_of(one, function)
        questions += [(name_of(one, function), need) for need in own]
        grants = list(grants_of(one, function))
        for grant in grants:
            policies[name_of(one, grant)] = [other.statement for other in grants if other != grant]
            questions += [(name_of(one, grant), need) for need in own if need.action == grant.action]
    answers = ask(policies, questions)
    found: dict[str, list[Need]] = {name: [] for name in policies}
    for (name, need), answer in zip(questions, answers, strict=True):
        if answer != "Allowed":
            found[name].append(need)
    return found


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=str)
def test_every_function_of_the_template_is_asked_about(deployment: Deployment) -> None:
    assert set(deployment.resources_of("AWS::Lambda::Function")) == set(FUNCTIONS)


def test_the_deployments_take_every_branch_of_a_role() -> None:
    roles = resources_of(read_stack(), "AWS::IAM::Role")
    chosen = set(re.findall(r'"Fn::If": \["(\w+)"', json.dumps(roles)))

    assert {name for name in chosen if NEW.holds(name) == EXISTING.holds(name)} == set()


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=str)
def test_a_role_allows_every_call_of_its_function(
    refused: Mapping[str, list[Need]], deployment: Deployment, function: str
) -> None:
    assert refused[name_of(deployment, function)] == []


def test_a_role_without_one_action_refuses_a_call_or_the_template_has_the_reason(
    refused: Mapping[str, list[Need]], deployment: Deployment, grant: Grant
) -> None:
    has_reason = any(reason.covers(grant) for reason in read_reasons())

    assert bool(refused[name_of(deployment, grant)]) is not has_reason


def test_a_reason_is_for_something_that_is_granted(reason: Reason) -> None:
    assert any(reason.covers(grant) for one in DEPLOYMENTS for name in FUNCTIONS for grant in grants_of(one, name))


def test_the_doctor_asks_for_what_the_worker_calls(needs: Mapping[Deployment, list[Need]]) -> None:
    values = {"VIDEO_BUCKET_NAME": "videos", "JOB_TABLE_NAME": "jobs", "SECRETS_ARN": "arn:any"}
    asked = {action for need in list_needs(values, f"{QUEUE}jobs") for action in need.actions}

    # It tries listing itself, and the logs are Lambda's.
    others = {"s3:ListBucket", "logs:CreateLogStream", "logs:PutLogEvents"}
    assert {need.action for need in needs[NEW] if need.function == "Worker"} - others == asked
