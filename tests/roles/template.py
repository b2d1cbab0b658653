"""What the transformed template grants each function, its short functions resolved.

Every `Fn::If` is taken as true: the stack has all that is optional, and one bucket.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tests.infrastructure.templates import read_stack, resources_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.infrastructure.templates import Template

ACCOUNT = "000000000000"
PLACE = f"ap-northeast-2:{ACCOUNT}"
QUEUE, TABLE = f"arn:aws:sqs:{PLACE}:", f"arn:aws:dynamodb:{PLACE}:table/"
SECRET = f"arn:aws:secretsmanager:{PLACE}:secret:"
_FUNCTIONS = {"Fn::If", "Ref", "Fn::GetAtt", "Fn::Sub"}
_ARNS = {"AWS::SQS::Queue": QUEUE, "AWS::DynamoDB::Table": TABLE}
# A bucket, a queue, a table and a log group have their logical id for a name.
_NAMES = {
    "AWS::Partition": "aws",
    "AWS::Region": "ap-northeast-2",
    "AWS::AccountId": ACCOUNT,
    "Secrets": f"{SECRET}worker-abcdef",
    "CatalogSecretsArn": f"{SECRET}catalog-abcdef",
    "KmsKeyArns": f"arn:aws:kms:{PLACE}:key/any",
    "CatalogDatabaseUserArn": f"arn:aws:rds-db:{PLACE}:dbuser:prx-any/any",
}


@dataclass(frozen=True)
class Grant:
    """One action on one resource, under one condition at most."""

    function: str
    sid: str
    action: str
    resource: str
    condition: str

    def __str__(self) -> str:
        return f"{self.function} {self.label}"

    @property
    def label(self) -> str:
        return f"{self.sid} {self.action} {self.resource.rpartition(':')[2]} {self.condition}".strip()

    @property
    def statement(self) -> dict[str, Any]:
        condition = {"Condition": json.loads(self.condition)} if self.condition else {}
        return {"Effect": "Allow", "Action": self.action, "Resource": self.resource, **condition}


def functions() -> dict[str, Template]:
    """The properties of each function, by its logical id."""
    return resources_of(read_stack(), "AWS::Lambda::Function")


def setting_of(function: str, name: str) -> str:
    """What a function finds in its environment."""
    return resolve(functions()[function]["Environment"]["Variables"][name])


def statements_of(function: str) -> list[dict[str, Any]]:
    """The function's role."""
    [role, _] = functions()[function]["Role"]["Fn::GetAtt"]
    [policy] = read_stack()["Resources"][role]["Properties"]["Policies"]
    return resolve(policy["PolicyDocument"]["Statement"])


def grants_of(function: str) -> Iterator[Grant]:
    """The role, taken apart."""
    for statement in statements_of(function):
        assert statement["Effect"] == "Allow"
        for action in _each(statement["Action"]):
            for resource in _each(statement["Resource"]):
                for condition in _conditions(statement.get("Condition")):
                    yield Grant(function, statement["Sid"], action, resource, condition)


def resolve(value: Any) -> Any:
    """A value of the template as CloudFormation hands it on."""
    match value:
        case dict():
            found = cast("dict[str, Any]", value)
            [(name, argument), *_] = found.items()
            return _call(name, argument) if name in _FUNCTIONS else {key: resolve(one) for key, one in found.items()}
        case list():
            return [resolve(one) for one in cast("list[Any]", value)]
        case _:
            return value


def _call(function: str, argument: Any) -> Any:
    match function:
        case "Fn::If":
            return resolve(argument[1])
        case "Ref":
            return _NAMES.get(argument, argument)
        case "Fn::GetAtt":
            return _ARNS[read_stack()["Resources"][argument[0]]["Type"]] + argument[0]
        case _:
            return _fill(argument, {}) if isinstance(argument, str) else _fill(*argument)


def _fill(text: str, names: dict[str, Any]) -> str:
    def name(found: re.Match[str]) -> str:
        plain, _, attribute = found[1].partition(".")
        own = resolve({"Fn::GetAtt": [plain, attribute]} if attribute else {"Ref": plain})
        return resolve(names.get(plain, own))

    return re.sub(r"\$\{([\w:.]+)\}", name, text)


def _each(value: Any) -> list[Any]:
    return cast("list[Any]", value if isinstance(value, list) else [value])


def _conditions(condition: dict[str, Any] | None) -> list[str]:
    if condition is None:
        return [""]
    [(operator, [(key, values)])] = [(operator, list(keys.items())) for operator, keys in condition.items()]
    return [json.dumps({operator: {key: value}}) for value in _each(values)]
