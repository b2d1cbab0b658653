"""What the template makes for the catalogue: nothing by default, and then no more than it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.infrastructure.templates import resources_of

if TYPE_CHECKING:
    from tests.infrastructure.templates import Template

BUCKET = "arn:${AWS::Partition}:s3:::${CatalogBucketName}"
GRANTED = {
    "TakeDelayAndSendMessages": (
        {
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ChangeMessageVisibility",
            "sqs:SendMessage",
        },
        {"Fn::GetAtt": ["CatalogQueue", "Arn"]},
    ),
    "KeepTheLedger": (
        {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"},
        {"Fn::GetAtt": ["CatalogTable", "Arn"]},
    ),
    "ReadVideos": ({"s3:GetObject", "s3:GetObjectVersion"}, {"Fn::Sub": f"{BUCKET}/videos/*"}),
    "SeeThatAVideoIsGone": ({"s3:ListBucket"}, {"Fn::Sub": BUCKET}),
    "WriteThumbnails": ({"s3:PutObject"}, {"Fn::Sub": f"{BUCKET}/thumbnails/*"}),
    "NoteWhoIsAlive": ({"s3:GetObject", "s3:PutObject", "s3:DeleteObject"}, {"Fn::Sub": f"{BUCKET}/work/*"}),
    "SeeThatNobodyNotedThat": ({"s3:ListBucket"}, {"Fn::Sub": BUCKET}),
    "ReadSecrets": ({"secretsmanager:GetSecretValue"}, {"Fn::Sub": "${CatalogSecretsArn}"}),
    "SignInToTheDatabase": ({"rds-db:connect"}, {"Ref": "CatalogDatabaseUserArn"}),
}


def statements_of(stack: Template) -> dict[str, dict[str, Any]]:
    [policy] = resources_of(stack, "AWS::IAM::Role")["CatalogRole"]["Policies"]
    plain = [one["Fn::If"][1] if "Fn::If" in one else one for one in policy["PolicyDocument"]["Statement"]]
    return {statement["Sid"]: statement for statement in plain}


def test_all_of_the_catalogue_hangs_on_one_condition_and_that_is_off_by_default(stack: Template) -> None:
    parts = {name: one for name, one in stack["Resources"].items() if name.startswith("Catalog")}

    assert len(parts) == 11
    assert {one["Condition"] for one in parts.values()} == {"WithCatalog", "CatalogWithAlarms"}
    assert stack["Parameters"]["CatalogBucketName"]["Default"] == ""


@pytest.mark.parametrize("sid", GRANTED)
def test_the_catalogues_role_grants_just(stack: Template, sid: str) -> None:
    statement, (actions, resource) = statements_of(stack)[sid], GRANTED[sid]

    given = statement["Action"]
    assert ({given} if isinstance(given, str) else set(given)) == actions
    assert statement["Resource"] == resource


def test_the_catalogues_role_grants_nothing_else_but_logs_keys_and_the_network(stack: Template) -> None:
    assert set(statements_of(stack)) == {*GRANTED, "WriteLogs", "UseCustomerKeys", "AttachToTheVpc"}


def test_the_catalogues_table_is_billed_by_request(stack: Template) -> None:
    assert resources_of(stack, "AWS::DynamoDB::Table")["CatalogTable"]["BillingMode"] == "PAY_PER_REQUEST"


def test_the_catalogues_queue_waits_six_timeouts_and_counts_as_its_function_does(stack: Template) -> None:
    queue = resources_of(stack, "AWS::SQS::Queue")["CatalogQueue"]
    variables = stack["Resources"]["CatalogWorker"]["Properties"]["Environment"]["Variables"]

    assert queue["VisibilityTimeout"] == {"Fn::FindInMap": ["Clocks", {"Ref": "TimeoutSeconds"}, "Visibility"]}
    assert queue["RedrivePolicy"]["maxReceiveCount"] == variables["MAX_RECEIVE_COUNT"]


def test_pictures_do_not_come_back_as_videos(stack: Template) -> None:
    pattern = stack["Resources"]["CatalogVideoRule"]["Properties"]["EventPattern"]["detail"]

    assert pattern["object"] == {"key": [{"prefix": "videos/"}]}
