"""Every call of AWS that the end-to-end tests made is allowed by its function's role, and the role allows no more.

`make test` and `make check` run these after the other tests, which make the recording.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.checkup.permissions import list_needs
from tests.roles.calls import RECORDING, Need, read_needs
from tests.roles.simulator import ask
from tests.roles.template import QUEUE, Grant, functions, grants_of, statements_of

if TYPE_CHECKING:
    from collections.abc import Mapping

FUNCTIONS = ("Worker", "Sweep", "CatalogWorker")
# What no recorded call uses, by the beginning of its label.
REASONS = {
    "KeepTheLedger dynamodb:Query": "workers of the version before make it while a deployment goes on",
    "NoteWhoIsAlive s3:PutObject": "a worker that cannot write the ledger leaves a note: `make faults` takes it away",
    "NoteWhoIsAlive s3:DeleteObject": "deletes such notes",
    "UseCustomerKeys": "S3 and Secrets Manager make these for the caller; the stack here has no key",
    "SignInToTheDatabase": "the database asks for it, not a call of AWS",
    "AttachToTheVpc": "Lambda makes these for a function in a VPC",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The template is read only where these tests run."""
    if "grant" in metafunc.fixturenames:
        metafunc.parametrize("grant", [one for name in FUNCTIONS for one in grants_of(name)], ids=str)


@pytest.fixture(scope="module")
def needs() -> list[Need]:
    assert RECORDING.exists(), "run the end-to-end tests first: they record the calls of AWS"
    return read_needs()


@pytest.fixture(scope="module")
def refused(needs: list[Need]) -> dict[str, list[Need]]:
    """What is refused by each role (by the function's name), and by each role without one grant (by the grant's)."""
    grants = {name: list(grants_of(name)) for name in FUNCTIONS}
    policies = {name: statements_of(name) for name in FUNCTIONS}
    questions = [(need.function, need) for need in needs]
    for name in FUNCTIONS:
        for grant in grants[name]:
            policies[str(grant)] = [other.statement for other in grants[name] if other != grant]
            alike = [need for need in needs if (need.function, need.action) == (name, grant.action)]
            questions += [(str(grant), need) for need in alike]
    answers = ask(policies, questions)
    found: dict[str, list[Need]] = {name: [] for name in policies}
    for (name, need), answer in zip(questions, answers, strict=True):
        if answer != "Allowed":
            found[name].append(need)
    return found


def test_every_function_of_the_template_is_asked_about() -> None:
    assert set(functions()) == set(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_role_allows_every_call_of_its_function(refused: Mapping[str, list[Need]], function: str) -> None:
    assert refused[function] == []


def test_a_role_without_one_action_refuses_a_call_or_the_action_has_its_reason(
    refused: Mapping[str, list[Need]], grant: Grant
) -> None:
    has_reason = grant.label.startswith(tuple(REASONS))

    assert bool(refused[str(grant)]) is not has_reason


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_is_for_something_that_is_granted(reason: str) -> None:
    assert any(grant.label.startswith(reason) for name in FUNCTIONS for grant in grants_of(name))


def test_the_doctor_asks_for_what_the_worker_calls(needs: list[Need]) -> None:
    values = {"VIDEO_BUCKET_NAME": "videos", "JOB_TABLE_NAME": "jobs", "SECRETS_ARN": "arn:any"}
    asked = {action for need in list_needs(values, f"{QUEUE}jobs") for action in need.actions}

    # It tries listing itself, and the logs are Lambda's.
    others = {"s3:ListBucket", "logs:CreateLogStream", "logs:PutLogEvents"}
    assert {need.action for need in needs if need.function == "Worker"} - others == asked
