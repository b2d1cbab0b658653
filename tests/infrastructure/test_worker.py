from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.infrastructure.templates import list_hidden
from worker.settings.reading import SettingsError, validate
from worker.tasks.summary.settings import Settings

if TYPE_CHECKING:
    from tests.infrastructure.templates import Template

NOT_VARIABLES = list_hidden(Settings)
RESOURCE_NAMES = {
    "VIDEO_BUCKET_NAME",
    "RESULT_BUCKET_NAME",
    "SQS_QUEUE_URL",
    "JOB_TABLE_NAME",
    "SECRETS_ARN",
    "BACKEND_BASE_URL",
}
FREE_WHEN_IDLE = {
    "AWS::CloudFormation::Stack",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::DynamoDB::Table",
    "AWS::Events::Rule",
    "AWS::IAM::Role",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::Lambda::Permission",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::SQS::QueuePolicy",
}
CHEAP_WHEN_IDLE = {"AWS::SecretsManager::Secret"}

FIELDS = {name.upper(): field for name, field in Settings.model_fields.items()}


def variables_of(stack: Template) -> Template:
    return stack["Resources"]["Worker"]["Properties"]["Environment"]["Variables"]


@pytest.mark.parametrize("name", sorted({*FIELDS} - NOT_VARIABLES - RESOURCE_NAMES))
def test_a_deployment_without_parameters_sets_what_the_worker_would_take_anyway(stack: Template, name: str) -> None:
    value = variables_of(stack)[name]
    given = stack["Parameters"][value["Ref"]]["Default"] if isinstance(value, dict) else value
    assert given == FIELDS[name].default


def test_no_variable_holds_a_secret(stack: Template) -> None:
    assert not {*variables_of(stack)} & NOT_VARIABLES


def test_what_all_functions_are_given_names_no_resource(template: Template) -> None:
    shared = template["Globals"]["Function"]["Environment"]["Variables"]
    assert not {*shared} & {*RESOURCE_NAMES, *NOT_VARIABLES}
    assert {value["Ref"] for value in shared.values()} <= {*template["Parameters"], "AWS::StackName"}


def test_the_made_secret_has_a_place_for_every_secret_that_no_other_setting_replaces(template: Template) -> None:
    text = template["Resources"]["Secrets"]["Properties"]["SecretString"]
    with pytest.raises(SettingsError) as caught:
        validate(Settings, {})
    required = NOT_VARIABLES & {name for problem in caught.value.problems for name in problem.names}
    assert {name for name in NOT_VARIABLES if f'"{name}": ""' in text} == required


def test_nothing_is_made_that_costs_while_idle_but_the_secret(stack: Template) -> None:
    assert {resource["Type"] for resource in stack["Resources"].values()} == FREE_WHEN_IDLE | CHEAP_WHEN_IDLE
    assert stack["Resources"]["Secrets"]["Condition"] == "MakeSecret"


def test_the_table_is_billed_by_use_and_forgets_in_time(stack: Template) -> None:
    table = stack["Resources"]["JobTable"]["Properties"]
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}


def test_an_account_with_the_usual_limits_can_hold_the_worker(template: Template) -> None:
    default = {name: parameter.get("Default") for name, parameter in template["Parameters"].items()}
    assert default["MemoryMegabytes"] <= 3008
    assert default["MaximumConcurrency"] <= 10


def test_a_network_is_attached_only_when_subnets_are_given(stack: Template) -> None:
    choice = stack["Resources"]["Worker"]["Properties"]["VpcConfig"]["Fn::If"]
    assert (choice[0], choice[2]) == ("InVpc", {"Ref": "AWS::NoValue"})
    assert choice[1] == {"SubnetIds": {"Ref": "SubnetIds"}, "SecurityGroupIds": {"Ref": "SecurityGroupIds"}}


def test_only_the_backends_address_has_to_be_given(template: Template) -> None:
    needed = {name for name, parameter in template["Parameters"].items() if "Default" not in parameter}
    assert needed == {"BackendBaseUrl"}


@pytest.mark.parametrize("name", ["Worker", "CatalogWorker"])
def test_a_message_that_waits_for_long_is_not_dropped_as_a_loop(stack: Template, name: str) -> None:
    assert stack["Resources"][name]["Properties"]["RecursiveLoop"] == "Allow"
