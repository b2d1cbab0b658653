from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tests.infrastructure.templates import ROOT

if TYPE_CHECKING:
    from tests.infrastructure.templates import Template

CONFIG: dict[str, Any] = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))


def overrides(environment: str) -> dict[str, str]:
    pairs = CONFIG[environment]["deploy"]["parameters"]["parameter_overrides"]
    return dict(pair.split("=", 1) for pair in pairs)


def test_a_plain_deployment_is_the_dev_stack() -> None:
    assert CONFIG["default"]["deploy"] == CONFIG["dev"]["deploy"]


def test_dev_and_prod_are_two_stacks() -> None:
    names = {CONFIG[environment]["deploy"]["parameters"]["stack_name"] for environment in ("dev", "prod")}
    assert len(names) == 2


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_a_deployment_agrees_to_roles_and_to_a_stack_inside_a_transformed_one(environment: str) -> None:
    agreed = CONFIG[environment]["deploy"]["parameters"]["capabilities"]
    assert agreed.split() == ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_a_deployment_is_of_its_own_kind(environment: str) -> None:
    assert overrides(environment)["AppEnv"] == environment


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_a_deployment_sets_only_parameters_that_exist_to_values_they_allow(
    template: Template, environment: str
) -> None:
    for name, value in overrides(environment).items():
        allowed = template["Parameters"][name].get("AllowedValues")
        assert allowed is None or value in {str(one) for one in allowed}


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_the_example_address_of_the_backend_leads_nowhere(environment: str) -> None:
    assert overrides(environment)["BackendBaseUrl"].endswith(".invalid")
