from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from tests.infrastructure.templates import resources_of

if TYPE_CHECKING:
    from tests.infrastructure.templates import Template

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
    "KeepTheLedger": {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query"},
    "ReadObjects": {"s3:GetObject"},
    "ReadVersions": {"s3:GetObjectVersion"},
    "WriteObjects": {"s3:PutObject"},
    "DeleteWhatAttemptsKept": {"s3:DeleteObject"},
    "SeeThatASourceIsGone": {"s3:ListBucket"},
    "SeeThatThereIsNoCheckpointYet": {"s3:ListBucket"},
    "ReadSecrets": {"secretsmanager:GetSecretValue"},
    "WriteLogs": {"logs:CreateLogStream", "logs:PutLogEvents"},
}
OPTIONAL = {
    "UseCustomerKeys": ("UseKeys", {"kms:Decrypt", "kms:GenerateDataKey"}),
    "InvokeThroughAProfile": ("WithBedrock", {"bedrock:InvokeModel"}),
    "InvokeTheModelOfAProfile": ("WithBedrock", {"bedrock:InvokeModel"}),
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


def buckets_of(statement: dict[str, Any]) -> list[tuple[str, str]]:
    """What a statement is about: the condition that chooses the bucket, and the ARN's end."""
    resource = statement["Resource"]
    parts = [one["Fn::Sub"] for one in cast("list[Any]", resource if isinstance(resource, list) else [resource])]
    return [(names["Bucket"]["Fn::If"][0], arn.removeprefix(BUCKET)) for arn, names in parts]


@pytest.mark.parametrize(
    ("sid", "objects"),
    [
        ("ReadObjects", [("MakeBucket", "/videos/*"), ("MakeBucket", "/projects/*"), ("OneBucket", "/work/*")]),
        ("ReadVersions", [("MakeBucket", "/videos/*")]),
        ("DeleteWhatAttemptsKept", [("OneBucket", "/work/*")]),
        (
            "WriteObjects",
            [("OneBucket", "/results/*"), ("MakeBucket", "/projects/*/interim/*"), ("OneBucket", "/work/*")],
        ),
    ],
)
def test_objects_are_granted_by_prefix(stack: Template, sid: str, objects: list[tuple[str, str]]) -> None:
    assert buckets_of(granted(stack)[sid]) == objects


@pytest.mark.parametrize(
    ("sid", "bucket", "prefixes"),
    [
        ("SeeThatASourceIsGone", "MakeBucket", ["videos/*", "projects/*"]),
        ("SeeThatThereIsNoCheckpointYet", "OneBucket", "work/*"),
    ],
)
def test_a_bucket_is_listed_only_below_prefixes(
    stack: Template, sid: str, bucket: str, prefixes: str | list[str]
) -> None:
    assert buckets_of(granted(stack)[sid]) == [(bucket, "")]
    assert granted(stack)[sid]["Condition"] == {"StringLike": {"s3:prefix": prefixes}}
