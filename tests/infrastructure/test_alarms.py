from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.infrastructure.templates import counted_metrics, resources_of

if TYPE_CHECKING:
    from tests.infrastructure.templates import Template

NAMESPACE = "Clipscribe"


def test_an_alarm_never_waits_for_a_metric_that_nobody_counts(stack: Template) -> None:
    alarms = resources_of(stack, "AWS::CloudWatch::Alarm").values()
    assert {alarm["MetricName"] for alarm in alarms if alarm["Namespace"] == NAMESPACE} <= counted_metrics()


@pytest.mark.parametrize(
    "metric",
    [
        "ApproximateNumberOfMessagesVisible",
        "ApproximateAgeOfOldestMessage",
        "Errors",
        "Throttles",
        "Duration",
        "JobFailed",
        "ConfigurationFailed",
        "BudgetSpent",
        "CallbackFailed",
        "CallbackAbandoned",
        "SttWaitingSeconds",
    ],
)
def test_an_alarm_watches(stack: Template, metric: str) -> None:
    assert metric in {alarm["MetricName"] for alarm in resources_of(stack, "AWS::CloudWatch::Alarm").values()}


def test_every_alarm_can_be_switched_off_notifies_and_is_quiet_without_data(stack: Template) -> None:
    alarms = [one for one in stack["Resources"].values() if one["Type"] == "AWS::CloudWatch::Alarm"]
    assert {alarm["Condition"] for alarm in alarms} == {"WithAlarms", "CatalogWithAlarms"}
    assert all(alarm["Properties"]["AlarmActions"]["Fn::If"][0] == "Notify" for alarm in alarms)
    assert {alarm["Properties"]["TreatMissingData"] for alarm in alarms} == {"notBreaching"}


@pytest.mark.parametrize("function", ["Worker", "Sweep", "Catalog"])
def test_a_log_group_is_the_functions_own_and_does_not_keep_lines_for_ever(stack: Template, function: str) -> None:
    group = resources_of(stack, "AWS::Logs::LogGroup")[f"{function}Logs"]
    logging = next(
        one["LoggingConfig"]
        for one in resources_of(stack, "AWS::Lambda::Function").values()
        if one["LoggingConfig"]["LogGroup"] == {"Ref": f"{function}Logs"}
    )
    assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}
    assert (logging["LogFormat"], logging["LogGroup"]) == ("JSON", {"Ref": f"{function}Logs"})


def test_an_alarm_looks_for_metrics_under_the_service_that_the_worker_is_given(stack: Template) -> None:
    variables = stack["Resources"]["Worker"]["Properties"]["Environment"]["Variables"]
    own = [one for one in resources_of(stack, "AWS::CloudWatch::Alarm").values() if one["Namespace"] == NAMESPACE]
    assert own
    services = [variables["POWERTOOLS_SERVICE_NAME"], {"Fn::Sub": "${AWS::StackName}-catalog"}]
    assert all(one["Dimensions"] in [[{"Name": "service", "Value": service}] for service in services] for one in own)
