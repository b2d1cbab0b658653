"""What a deployment's roles grant, taken apart, and why something is granted that no recorded call uses."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any, cast

from tests.infrastructure.templates import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.roles.template import Deployment

# Resources that add to a role from outside.
_ATTACHED = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")


@dataclass(frozen=True)
class Grant:
    """One action on one resource, under one condition at most."""

    function: str
    sid: str
    action: str
    resource: str
    condition: str

    def __str__(self) -> str:
        end = self.resource.rpartition(":")[2]
        return f"{self.function} {self.sid} {self.action} {end} {self.condition}".strip()

    @property
    def statement(self) -> dict[str, Any]:
        condition = {"Condition": json.loads(self.condition)} if self.condition else {}
        return {"Effect": "Allow", "Action": self.action, "Resource": self.resource, **condition}


@dataclass(frozen=True)
class Reason:
    """Why a statement grants what no recorded call uses."""

    sid: str
    actions: str
    text: str

    def __str__(self) -> str:
        return f"{self.sid} {self.actions}"

    def covers(self, grant: Grant) -> bool:
        return grant.sid == self.sid and fnmatch(grant.action, self.actions)


def read_reasons() -> list[Reason]:
    """The comments `# Not recorded: ACTIONS. Why.` in the statements of template.yaml; the actions may end in `*`."""
    [_, *statements] = (ROOT / "template.yaml").read_text(encoding="utf-8").split(" Sid: ")
    return [
        Reason(statement.split()[0], actions, text)
        for statement in statements
        for actions, text in re.findall(r"# Not recorded: (\S+)\. (.+)", statement)
    ]


def statements_of(deployment: Deployment, function: str) -> list[dict[str, Any]]:
    """The function's role; fails where something else grants it more."""
    name = deployment.resources_of("AWS::Lambda::Function")[function]["Role"]
    role = deployment.resources_of("AWS::IAM::Role")[name]
    assert "ManagedPolicyArns" not in role, name
    assert not any(map(deployment.resources_of, _ATTACHED)), _ATTACHED
    [policy] = role["Policies"]
    return policy["PolicyDocument"]["Statement"]


def grants_of(deployment: Deployment, function: str) -> Iterator[Grant]:
    """The role, taken apart."""
    for statement in statements_of(deployment, function):
        assert statement["Effect"] == "Allow"
        for action in _each(statement["Action"]):
            for resource in _each(statement["Resource"]):
                for condition in _conditions(statement.get("Condition")):
                    yield Grant(function, statement["Sid"], action, resource, condition)


def _each(value: Any) -> list[Any]:
    return cast("list[Any]", value if isinstance(value, list) else [value])


def _conditions(condition: dict[str, Any] | None) -> list[str]:
    if condition is None:
        return [""]
    [(operator, [(key, values)])] = [(operator, list(keys.items())) for operator, keys in condition.items()]
    return [json.dumps({operator: {key: value}}) for value in _each(values)]
