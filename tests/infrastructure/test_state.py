"""What holds state keeps its place in the deployed template.

CloudFormation knows a resource by its logical id. Under another id, or in a stack inside the stack, the next deployment
makes a new and empty one and deletes the old one: jobs, messages, keys and confirmations are gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.infrastructure.templates import read_template, transform_template

if TYPE_CHECKING:
    from tests.infrastructure.templates import Template

STATE = {
    "VideoBucket": "AWS::S3::Bucket",
    "JobTable": "AWS::DynamoDB::Table",
    "CatalogTable": "AWS::DynamoDB::Table",
    "JobQueue": "AWS::SQS::Queue",
    "DeadLetterQueue": "AWS::SQS::Queue",
    "CatalogQueue": "AWS::SQS::Queue",
    "CatalogDeadLetterQueue": "AWS::SQS::Queue",
    "Secrets": "AWS::SecretsManager::Secret",
    "AlarmTopic": "AWS::SNS::Topic",
    "WorkerLogs": "AWS::Logs::LogGroup",
    "SweepLogs": "AWS::Logs::LogGroup",
    "CatalogLogs": "AWS::Logs::LogGroup",
}
# Under another name each is replaced, too.
NAMES = {
    "JobTable": ("TableName", "jobs"),
    "CatalogTable": ("TableName", "catalog"),
    "JobQueue": ("QueueName", "jobs"),
    "DeadLetterQueue": ("QueueName", "jobs-dead"),
    "CatalogQueue": ("QueueName", "catalog"),
    "CatalogDeadLetterQueue": ("QueueName", "catalog-dead"),
}


@pytest.fixture(scope="module")
def deployed() -> Template:
    return transform_template(read_template())["Resources"]


def test_what_holds_state_keeps_its_logical_id_in_the_outer_stack(deployed: Template) -> None:
    kinds = set(STATE.values())

    assert {name: one["Type"] for name, one in deployed.items() if one["Type"] in kinds} == STATE


def test_no_stack_inside_the_stack_holds_state(stack: Template, deployed: Template) -> None:
    inner = {name: one["Type"] for name, one in stack["Resources"].items() if name not in deployed}

    assert inner
    assert set(inner.values()) & set(STATE.values()) == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_table_and_a_queue_keep_their_name(deployed: Template, name: str) -> None:
    prop, end = NAMES[name]

    assert deployed[name]["Properties"][prop] == {"Fn::Sub": f"${{AWS::StackName}}-{end}"}


def test_a_table_keeps_its_key(deployed: Template) -> None:
    keys = [deployed[name]["Properties"]["KeySchema"] for name in ("JobTable", "CatalogTable")]
    upload = [{"AttributeName": "job_id", "KeyType": "HASH"}, {"AttributeName": "generation", "KeyType": "RANGE"}]

    assert keys == [upload, upload]
