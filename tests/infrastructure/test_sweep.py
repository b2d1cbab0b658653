"""The sweep as it is deployed: beside the worker, with less."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.infrastructure.templates import resources_of
from worker.settings.callbacks import BackendSettings

if TYPE_CHECKING:
    from tests.infrastructure.templates import Template

GRANTED = {
    "SeeWhatIsDue": {"dynamodb:Query"},
    "KeepTheLedger": {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"},
    "ReadWhatIsToldAgain": {"s3:GetObject"},
    "SeeThatThereIsNoCheckpointYet": {"s3:ListBucket"},
    "ReadSecrets": {"secretsmanager:GetSecretValue"},
    "WriteLogs": {"logs:CreateLogStream", "logs:PutLogEvents"},
    "UseCustomerKeys": {"kms:Decrypt"},
}
# Of the worker's settings, those that no sweep reads, and those that are no variables.
NOT_GIVEN = {"FFMPEG_PATH", "AWS_REGION", "BACKEND_INTERNAL_TOKEN", "WEBHOOK_SECRET", "SQS_QUEUE_URL"}

# What tools read.
TOLD_TO_ALL = {"AWS_ENDPOINT_URL", "POWERTOOLS_SERVICE_NAME"}


def properties_of(stack: Template, name: str) -> Template:
    return stack["Resources"][name]["Properties"]


def statements_of(stack: Template, role: str) -> dict[str, dict[str, Any]]:
    [policy] = properties_of(stack, role)["Policies"]
    plain = [one["Fn::If"][1] if "Fn::If" in one else one for one in policy["PolicyDocument"]["Statement"]]
    return {statement["Sid"]: statement for statement in plain}


@pytest.mark.parametrize(("sid", "actions"), GRANTED.items())
def test_the_sweep_may_do_just(stack: Template, sid: str, actions: set[str]) -> None:
    given = statements_of(stack, "SweepRole")[sid]["Action"]
    assert ({given} if isinstance(given, str) else set(given)) == actions


def test_the_sweep_may_do_nothing_else_and_touches_no_queue(stack: Template) -> None:
    assert set(statements_of(stack, "SweepRole")) == {*GRANTED, "AttachToTheVpc"}


def test_only_network_interfaces_are_granted_everywhere(stack: Template) -> None:
    statements = statements_of(stack, "SweepRole")
    assert {sid for sid, one in statements.items() if one["Resource"] == "*"} == {"AttachToTheVpc"}


def test_the_sweep_is_given_what_telling_takes_as_the_worker_is(stack: Template) -> None:
    worker, sweep = (properties_of(stack, name)["Environment"]["Variables"] for name in ("Worker", "Sweep"))
    needed = {name.upper() for name in BackendSettings.model_fields} - NOT_GIVEN

    assert set(sweep) == needed | TOLD_TO_ALL
    assert {name: worker[name] for name in sweep} == sweep


def test_the_sweep_is_the_other_handler_of_the_same_image(template: Template) -> None:
    worker, sweep = (template["Resources"][name] for name in ("Worker", "Sweep"))
    assert sweep["Metadata"] == worker["Metadata"]
    assert sweep["Properties"]["ImageConfig"] == {"Command": ["app.sweep"]}


def test_two_runs_never_overlap(stack: Template) -> None:
    assert properties_of(stack, "SweepSchedule")["ScheduleExpression"] == "rate(1 minute)"
    assert properties_of(stack, "Sweep")["Timeout"] < 60


def test_a_run_that_fails_is_not_repeated_but_by_the_schedule(stack: Template) -> None:
    [config] = resources_of(stack, "AWS::Lambda::EventInvokeConfig").values()
    assert config["MaximumRetryAttempts"] == 0


def test_the_sweep_stands_still_while_the_worker_does(stack: Template) -> None:
    assert properties_of(stack, "SweepSchedule")["State"] == {"Fn::If": ["Processing", "ENABLED", "DISABLED"]}


def test_a_job_is_silent_for_longer_than_a_message_can_hide(template: Template) -> None:
    most = max(int(clock["Visibility"]) for clock in template["Mappings"]["Clocks"].values())
    assert template["Parameters"]["JobSilenceSeconds"]["Default"] >= most


def test_the_index_holds_only_what_names_an_entry(stack: Template) -> None:
    [index] = properties_of(stack, "JobTable")["GlobalSecondaryIndexes"]
    assert index["Projection"] == {"ProjectionType": "KEYS_ONLY"}
