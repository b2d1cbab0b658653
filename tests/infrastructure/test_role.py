from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.infrastructure.templates import resources_of

if TYPE_CHECKING:
    from tests.infrastructure.templates import Template

VIDEOS = "arn:${AWS::Partition}:s3:::${Bucket}/videos/*"
RESULTS = "arn:${AWS::Partition}:s3:::${Bucket}/results/*"
WORK = "arn:${AWS::Partition}:s3:::${Bucket}/work/*"
BUCKET = "arn:${AWS::Partition}:s3:::${Bucket}"
VPC_ONLY = "AttachToTheVpc"
SINGLE = {
    "TakeAndDelayMessages": {
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ChangeMessageVisibility",
    },
    "SendAgainWhatMayOnlyWait": {"sqs:SendMessage"},
    "KeepTheLedger": {"dynamodb:Query", "dynamodb:PutItem"},
    "ReadVideos": {"s3:GetObject", "s3:GetObjectVersion"},
    "SeeThatAVideoIsGone": {"s3:ListBucket"},
    "ReadTracks": {"s3:GetObject"},
    "WriteMixes": {"s3:PutObject"},
    "SeeThatATrackIsMissing": {"s3:ListBucket"},
    "WriteResults": {"s3:PutObject"},
    "KeepCheckpoints": {"s3:PutObject", "s3:GetObject"},
    "SeeThatThereIsNoCheckpointYet": {"s3:ListBucket"},
    "ReadSecrets": {"secretsmanager:GetSecretValue"},
    "WriteLogs": {"logs:CreateLogStream", "logs:PutLogEvents"},
}
OPTIONAL = {
    "UseCustomerKeys": ("UseKeys", {"kms:Decrypt", "kms:GenerateDataKey"}),
    VPC_ONLY: (
        "InVpc",
        {
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses",
        },
    ),
}


def role_of(stack: Template) -> Template:
    return resources_of(stack, "AWS::IAM::Role")["WorkerRole"]


def statements_of(stack: Template) -> list[dict[str, Any]]:
    [policy] = role_of(stack)["Policies"]
    return policy["PolicyDocument"]["Statement"]


def granted(stack: Template) -> dict[str, dict[str, Any]]:
    """Every statement by its Sid, the optional ones unwrapped."""
    plain = [one["Fn::If"][1] if "Fn::If" in one else one for one in statements_of(stack)]
    return {statement["Sid"]: statement for statement in plain}


def actions_of(statement: dict[str, Any]) -> set[str]:
    actions = statement["Action"]
    return {actions} if isinstance(actions, str) else set(actions)


def test_the_role_has_its_own_statements_and_no_managed_policy(stack: Template) -> None:
    assert "ManagedPolicyArns" not in role_of(stack)
    assert set(granted(stack)) == {*SINGLE, *OPTIONAL}


@pytest.mark.parametrize(("sid", "actions"), SINGLE.items())
def test_a_statement_grants_just(stack: Template, sid: str, actions: set[str]) -> None:
    assert actions_of(granted(stack)[sid]) == actions


@pytest.mark.parametrize(("sid", "condition", "actions"), [(sid, *rest) for sid, rest in OPTIONAL.items()])
def test_a_statement_is_there_only_when_asked_for(stack: Template, sid: str, condition: str, actions: set[str]) -> None:
    [choice] = [one["Fn::If"] for one in statements_of(stack) if "Fn::If" in one and one["Fn::If"][1]["Sid"] == sid]
    assert choice[0] == condition
    assert choice[2] == {"Ref": "AWS::NoValue"}
    assert actions_of(choice[1]) == actions


def test_every_resource_is_named_except_for_network_interfaces(stack: Template) -> None:
    wide = {sid for sid, statement in granted(stack).items() if statement["Resource"] == "*"}
    assert wide == {VPC_ONLY}


@pytest.mark.parametrize(
    ("sid", "resource"),
    [
        ("ReadVideos", VIDEOS),
        ("ReadTracks", "arn:${AWS::Partition}:s3:::${Bucket}/projects/*"),
        ("WriteMixes", "arn:${AWS::Partition}:s3:::${Bucket}/projects/*/interim/*"),
        ("WriteResults", RESULTS),
        ("KeepCheckpoints", WORK),
        ("SeeThatAVideoIsGone", BUCKET),
        ("SeeThatThereIsNoCheckpointYet", BUCKET),
    ],
)
def test_objects_are_granted_by_prefix(stack: Template, sid: str, resource: str) -> None:
    assert granted(stack)[sid]["Resource"]["Fn::Sub"][0] == resource


@pytest.mark.parametrize(
    ("sid", "prefix"),
    [
        ("SeeThatAVideoIsGone", "videos/*"),
        ("SeeThatATrackIsMissing", "projects/*"),
        ("SeeThatThereIsNoCheckpointYet", "work/*"),
    ],
)
def test_a_bucket_is_listed_only_below_a_prefix(stack: Template, sid: str, prefix: str) -> None:
    assert granted(stack)[sid]["Condition"] == {"StringLike": {"s3:prefix": prefix}}
