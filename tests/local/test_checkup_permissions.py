from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from local.checkup.access import Access
from local.checkup.aws import Aws
from local.checkup.finding import State
from local.checkup.permissions import check_permissions, list_needs
from local.checkup.settings import with_defaults
from local.deployment import deploy
from tests.local.findings import states

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.aws import Aws as Emulated

QUEUE = "arn:aws:sqs:ap-northeast-2:1:jobs"
PARAMETERS = {"BackendBaseUrl": "https://backend.test", "ProcessingEnabled": "false"}


@pytest.fixture(scope="module")
def deployed(emulator: Emulated) -> dict[str, str]:
    """The environment of the function that template.yaml makes."""
    return dict(deploy(emulator, PARAMETERS, {}).function.variables)


@pytest.fixture
def values(deployed: dict[str, str], emulated: Emulated) -> dict[str, str]:
    return with_defaults(deployed | {"AWS_ENDPOINT_URL": emulated.endpoint})


@pytest.fixture
def refuse(values: dict[str, str]) -> Iterator[None]:
    """The worker's role, with the right to write results taken away."""
    iam = Access(values).client("iam")
    role = next(role["RoleName"] for role in iam.list_roles()["Roles"] if "WorkerRole" in role["RoleName"])
    denial = {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [denial]})
    iam.put_role_policy(RoleName=role, PolicyName="denial", PolicyDocument=policy)
    yield
    iam.delete_role_policy(RoleName=role, PolicyName="denial")


def test_the_templates_own_role_may_do_what_a_job_does(values: dict[str, str]) -> None:
    (finding,) = check_permissions(Access(values), values)

    assert finding.state is State.GOOD, finding.found
    works = "read videos, write results, keep paid answers, take and delay messages, keep the ledger, read its secret"
    assert finding.found.endswith(f"may {works}")


@pytest.mark.usefixtures("refuse")
def test_a_role_that_may_not_write_results_fails_with_the_actions_name(values: dict[str, str]) -> None:
    (finding,) = check_permissions(Access(values), values)

    assert finding.state is State.BAD
    resource = f"arn:aws:s3:::{values['VIDEO_BUCKET_NAME']}/results/1/doctor.json"
    assert f"may not s3:PutObject on {resource}" in finding.found


def test_without_a_function_to_be_found_the_callers_own_permissions_are_only_a_note(values: dict[str, str]) -> None:
    unknown = values | {"SQS_QUEUE_URL": ""}

    assert states(check_permissions(Access(unknown), unknown)) == {"permissions": State.NOTE}


def test_where_aws_does_not_answer_it_says_what_was_not_checked(values: dict[str, str]) -> None:
    (finding,) = check_permissions(Access(values | {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}), values)

    assert finding.state is State.NOTE
    assert finding.found.startswith("not checked whether the worker may read videos")


def test_a_look_writes_nothing(values: dict[str, str], emulated: Emulated) -> None:
    access = Access(values)

    check_permissions(access, values)
    Aws(access, values).buckets()

    assert "Contents" not in emulated.s3.list_objects_v2(Bucket=values["VIDEO_BUCKET_NAME"])


def test_results_in_a_bucket_of_their_own_are_asked_for_there() -> None:
    needs = list_needs({"VIDEO_BUCKET_NAME": "videos", "RESULT_BUCKET_NAME": "other"}, QUEUE)

    written = [need.resource for need in needs if "s3:PutObject" in need.actions]
    assert written == ["arn:aws:s3:::other/results/1/doctor.json", "arn:aws:s3:::other/work/1/doctor.json"]


def test_what_has_no_name_yet_is_not_asked_for() -> None:
    assert list_needs({}, "") == []


@pytest.fixture
def bedrock(values: dict[str, str], emulated: Emulated) -> dict[str, str]:
    return values | {"CLAUDE_PROVIDER": "bedrock", "AWS_ENDPOINT_URL": emulated.endpoint}


def test_a_role_of_a_stack_without_bedrock_may_not_ask_there(bedrock: dict[str, str]) -> None:
    (finding,) = check_permissions(Access(bedrock), bedrock)

    assert finding.state is State.BAD
    assert finding.found.count("bedrock:InvokeModel on ") == 2


PROFILE = "arn:aws:bedrock:ap-northeast-2:1:inference-profile/"
APPLICATION = "arn:aws:bedrock:ap-northeast-2:1:application-inference-profile/abc"


@pytest.mark.parametrize(
    ("model", "resources"),
    [
        ("claude-x", [f"{PROFILE}global.anthropic.claude-x", "arn:aws:bedrock:::foundation-model/anthropic.claude-x"]),
        (
            "jp.anthropic.claude-x-v1:0",
            [
                f"{PROFILE}jp.anthropic.claude-x-v1:0",
                "arn:aws:bedrock:ap-northeast-2::foundation-model/anthropic.claude-x-v1:0",
            ],
        ),
        ("anthropic.claude-x", ["arn:aws:bedrock:ap-northeast-2::foundation-model/anthropic.claude-x"]),
        (APPLICATION, [APPLICATION]),
    ],
)
def test_with_bedrock_profile_and_model_are_asked_for(model: str, resources: list[str]) -> None:
    values = {"CLAUDE_PROVIDER": "bedrock", "CLAUDE_MODEL": model, "AWS_REGION": "ap-northeast-2"}

    needs = [need for need in list_needs(values, QUEUE) if need.actions == ("bedrock:InvokeModel",)]

    assert [need.resource for need in needs] == resources
    assert all(need.context == {"bedrock:InferenceProfileArn": resources[0]} for need in needs[1:])
