"""The stack inside the stack: alarms and dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.infrastructure.templates import read_template, resources_of

if TYPE_CHECKING:
    from tests.infrastructure.templates import Template

PATH = "stacks/watching.yaml"


def test_the_stack_inside_is_given_each_of_its_parameters_and_no_other(template: Template) -> None:
    watching = template["Resources"]["Watching"]["Properties"]

    assert watching["Location"] == PATH
    assert set(watching["Parameters"]) == set(read_template(PATH)["Parameters"])


def test_nothing_in_the_stack_inside_holds_state() -> None:
    types = {resource["Type"] for resource in read_template(PATH)["Resources"].values()}

    assert types == {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard"}


def test_the_stack_inside_is_made_only_where_it_has_something_to_make(stack: Template) -> None:
    either = [{"Condition": "WithAlarms"}, {"Condition": "WithDashboard"}]

    assert stack["Resources"]["Watching"]["Condition"] == "Watched"
    assert stack["Conditions"]["Watched"] == {"Fn::Or": either}


def test_an_alarm_of_a_queue_or_function_names_one_that_is_made(stack: Template) -> None:
    alarms = resources_of(stack, "AWS::CloudWatch::Alarm").values()
    looked_at = [alarm["Dimensions"][0] for alarm in alarms if alarm["Namespace"] != "Clipscribe"]
    made = [resource["Properties"] for resource in stack["Resources"].values()]

    assert looked_at
    assert all(one["Value"] in [properties.get(one["Name"]) for properties in made] for one in looked_at)
