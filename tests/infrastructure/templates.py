"""The template as it is written, as CloudFormation sees it after the SAM transform, and what the linter says of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false
# The translator ships without type information; its results are templates, that is plain dictionaries.
from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
Template = dict[str, Any]


class _NoManagedPolicies(ManagedPolicyLoader):
    """The template names no managed policy, so none is looked up."""

    def __init__(self) -> None:
        pass

    def load(self) -> dict[str, str]:
        return {}


@cache
def read_template() -> Template:
    """template.yaml, its short functions (!Ref) written out. It takes a second, and is read once: let it be."""
    return cast("Template", yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8")))


def transform_template(template: Template) -> Template:
    """What CloudFormation makes of it. cfn-lint no longer does this itself and so misses what only the result shows."""
    parameters = {"BackendBaseUrl": "https://backend.invalid"}
    return transform(deepcopy(template), parameters, _NoManagedPolicies())


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
