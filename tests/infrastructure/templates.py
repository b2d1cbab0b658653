"""The templates as they are written, as CloudFormation sees them after the SAM transform, and what the linter says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from pydantic import SecretStr

# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false
# The translator ships without type information; its results are templates, that is plain dictionaries.
from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

ROOT = Path(__file__).parents[2]
Template = dict[str, Any]


class _NoManagedPolicies(ManagedPolicyLoader):
    """The template names no managed policy, so none is looked up."""

    def __init__(self) -> None:
        pass

    def load(self) -> dict[str, str]:
        return {}


@cache
def read_template(path: str = "template.yaml") -> Template:
    """A template, its short functions (!Ref) written out. It takes a second, and is read once: change a copy only."""
    return cast("Template", yaml_parse((ROOT / path).read_text(encoding="utf-8")))


def transform_template(template: Template) -> Template:
    """What CloudFormation makes of it. cfn-lint no longer does this itself and so misses what only the result shows."""
    parameters = {"BackendBaseUrl": "https://backend.invalid"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "ap-northeast-2")
        return transform(deepcopy(template), parameters, _NoManagedPolicies())


@cache
def read_stack() -> Template:
    """What is deployed: template.yaml transformed, and in it what the stacks inside it make of their parameters."""
    stack = transform_template(read_template())
    for inner in resources_of(stack, "AWS::CloudFormation::Stack").values():
        made: Template = _fill(read_template(inner["TemplateURL"]), inner["Parameters"])
        stack["Resources"] |= made["Resources"]
        stack["Conditions"] = made["Conditions"] | stack["Conditions"]
    return stack


def _fill(value: Any, given: Mapping[str, Any]) -> Any:
    """Put what the outer stack gives in the place of the inner one's parameters."""
    match value:
        case {"Ref": str(name)} if name in given:
            return given[name]
        case {"Fn::Sub": str(text)}:
            return {"Fn::Sub": re.sub(r"\$\{(\w+)\}", lambda name: f"${{{given[name[1]]['Ref']}}}", text)}
        case dict():
            return {key: _fill(one, given) for key, one in value.items()}
        case list():
            return [_fill(one, given) for one in value]
        case _:
            return value


def lint(templates: Mapping[str, Template], folder: Path) -> dict[str, list[str]]:
    """What cfn-lint finds in each, one "rule message" each. All in one run: the linter takes long to start."""
    files = {name: folder / f"{number}.json" for number, name in enumerate(templates)}
    for name, file in files.items():
        file.write_text(json.dumps(templates[name]), encoding="utf-8")
    linter = Path(sys.executable).with_name("cfn-lint")
    command = [linter, "--format", "json", "--regions", "ap-northeast-2", "--", *files.values()]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    return {
        name: [f"{one['Rule']['Id']} {one['Message']}" for one in found if one["Filename"] == str(file)]
        for name, file in files.items()
    }


def resources_of(template: Template, kind: str) -> dict[str, Template]:
    """The properties of every resource of a kind, by logical id."""
    return {
        name: resource["Properties"] for name, resource in template["Resources"].items() if resource["Type"] == kind
    }


def counted_metrics() -> set[str]:
    """The names of the metrics that the worker counts, as they stand in its source."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "function").rglob("*.py")]
    return {name for source in sources for name in re.findall(r'\bcount(?:_by)?\(\s*"(\w+)"', source)}


def list_hidden(settings: type[BaseModel]) -> set[str]:
    """The settings that no variable of the template holds: Lambda sets the region, the secret keeps the others."""
    return {"AWS_REGION"} | {name.upper() for name, one in settings.model_fields.items() if one.annotation is SecretStr}
