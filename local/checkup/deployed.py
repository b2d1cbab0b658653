"""The settings of a deployed stack, as its worker has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import boto3

from local.checkup.access import LOOK_FAILURES, explain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from local.checkup.finding import Finding

_OF_THE_IMAGE = frozenset({"FFMPEG_PATH", "FFPROBE_PATH", "BACKEND_CA_BUNDLE", "DB_CA_BUNDLE"})
"""Paths in the image, which say nothing about this machine."""

_ADVICE = "check the stack's name and region, and that you may call lambda:GetFunctionConfiguration"


def read_deployed(given: Mapping[str, str]) -> tuple[dict[str, str], list[Finding]]:
    """Read the environment of the worker of `STACK`.

    Args:
        given: Settings by name; `STACK` names the stack, and where it is unset nothing is looked up.

    Returns:
        The settings with the deployed ones over them, and why they could not be read.
    """
    stack = given.get("STACK", "").strip()
    if not stack:
        return dict(given), []
    make = cast("Callable[..., Any]", boto3.client)  # pyright: ignore[reportUnknownMemberType] - the service's name is no literal
    try:
        client = make(
            "lambda", region_name=given.get("AWS_REGION") or None, endpoint_url=given.get("AWS_ENDPOINT_URL") or None
        )
        answer = client.get_function_configuration(FunctionName=f"{stack}-worker")
    except LOOK_FAILURES as problem:
        return dict(given), [explain(f"stack {stack}", problem, _ADVICE)]
    variables: dict[str, str] = answer.get("Environment", {}).get("Variables", {})
    own = {name: value for name, value in variables.items() if name not in _OF_THE_IMAGE}
    return {**given, **own, "AWS_REGION": client.meta.region_name}, []
