"""The transformed template as CloudFormation fills it in for one choice of parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tests.infrastructure.templates import read_stack

if TYPE_CHECKING:
    from tests.infrastructure.templates import Template

ACCOUNT = "000000000000"
PLACE = f"ap-northeast-2:{ACCOUNT}"
QUEUE, TABLE = f"arn:aws:sqs:{PLACE}:", f"arn:aws:dynamodb:{PLACE}:table/"
SECRET = f"arn:aws:secretsmanager:{PLACE}:secret:"
_ARNS = {"AWS::SQS::Queue": QUEUE, "AWS::DynamoDB::Table": TABLE}
_PSEUDO = {"AWS::Partition": "aws", "AWS::Region": "ap-northeast-2", "AWS::AccountId": ACCOUNT}
_NOTHING = "AWS::NoValue"


@dataclass(frozen=True, eq=False)
class Deployment:
    """The stack that these parameters make, those not named at their defaults.

    Whatever CloudFormation makes has its logical id for a name.
    """

    name: str
    parameters: Mapping[str, Any]

    def __str__(self) -> str:
        return self.name

    def resources_of(self, kind: str) -> dict[str, Template]:
        """The properties of every resource of a kind, by logical id, filled in."""
        return {
            name: self.resolve(resource["Properties"])
            for name, resource in read_stack()["Resources"].items()
            if resource["Type"] == kind and ("Condition" not in resource or self.holds(resource["Condition"]))
        }

    def resolve(self, value: Any) -> Any:
        """A value of the template as CloudFormation hands it on."""
        match value:
            case {"Ref": _} | {"Fn::If": _} | {"Fn::GetAtt": _} | {"Fn::Sub": _} | {"Fn::Join": _}:
                [(function, argument)] = cast("dict[str, Any]", value).items()
                return self._call(function, argument)
            case dict():
                return {key: self.resolve(one) for key, one in cast("dict[str, Any]", value).items()}
            case list():
                found = [self.resolve(one) for one in cast("list[Any]", value)]
                return [one for one in found if one != _NOTHING]
            case _:
                return value

    def holds(self, condition: Any) -> bool:
        """Whether a condition of the template is true here."""
        match condition:
            case str():
                found = self.holds(read_stack()["Conditions"][condition])
            case {"Condition": name}:
                found = self.holds(name)
            case {"Fn::Not": [one]}:
                found = not self.holds(one)
            case {"Fn::And": some}:
                found = all(map(self.holds, some))
            case {"Fn::Or": some}:
                found = any(map(self.holds, some))
            case _:
                [one, other] = self.resolve(condition["Fn::Equals"])
                found = one == other
        return found

    def _call(self, function: str, argument: Any) -> Any:
        match function, argument:
            case "Ref", name:
                return self._refer(name)
            case "Fn::If", [condition, yes, no]:
                return self.resolve(yes if self.holds(condition) else no)
            case "Fn::GetAtt", [name, _]:
                return _ARNS.get(_kind_of(name), "") + name
            case "Fn::Join", [between, parts]:
                return between.join(self.resolve(parts))
            case _, text:
                return self._fill(text, {}) if isinstance(text, str) else self._fill(*text)

    def _refer(self, name: str) -> Any:
        if _kind_of(name) == "AWS::SecretsManager::Secret":
            return f"{SECRET}{name}-abcdef"
        declared = read_stack()["Parameters"].get(name, {})
        given = self.parameters.get(name, declared.get("Default", _PSEUDO.get(name, name)))
        return given.split(",") if declared.get("Type") == "CommaDelimitedList" else given

    def _fill(self, text: str, names: dict[str, Any]) -> str:
        def name(found: re.Match[str]) -> str:
            plain, _, attribute = found[1].partition(".")
            own = {"Fn::GetAtt": [plain, attribute]} if attribute else {"Ref": plain}
            return self.resolve(names.get(plain, own))

        return re.sub(r"\$\{([\w:.]+)\}", name, text)


def _kind_of(name: str) -> str:
    return read_stack()["Resources"].get(name, {}).get("Type", "")
