"""template.yaml as a stack of the emulated CloudFormation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from local.aws import REGION
from local.problem import ProblemError
from local.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

    from local.aws import Aws

TEMPLATE = Path(__file__).parents[1] / "template.yaml"
_BUCKET = "templates"
_SECONDS = 120


class DeploymentError(ProblemError):
    """The template does not deploy; the message names the resources and why."""


def upload_template(aws: Aws) -> str:
    """Put template.yaml and the stacks inside it where CloudFormation takes them from, as `sam deploy` does.

    Returns:
        The URL of template.yaml, in which the paths of the other stacks have become URLs.
    """
    if _BUCKET not in [bucket.get("Name") for bucket in aws.s3.list_buckets()["Buckets"]]:
        aws.s3.create_bucket(Bucket=_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    text = TEMPLATE.read_text(encoding="utf-8")
    located = re.sub(r"(?<=Location: )stacks/\S+", lambda path: _upload(aws, path[0], _read(path[0])), text)
    return _upload(aws, TEMPLATE.name, located)


def _read(path: str) -> str:
    return (TEMPLATE.parent / path).read_text(encoding="utf-8")


def _upload(aws: Aws, key: str, template: str) -> str:
    aws.s3.put_object(Bucket=_BUCKET, Key=key, Body=template.encode())
    return f"{aws.endpoint}/{_BUCKET}/{key}"


def create_stack(aws: Aws, name: str, parameters: Mapping[str, str], seconds: float = _SECONDS) -> dict[str, str]:
    """Create a stack of template.yaml and wait for it.

    Args:
        aws: Where.
        name: Of the stack.
        parameters: The template's, by name; the others keep their defaults.
        seconds: How long to wait.

    Returns:
        The stack's outputs.

    Raises:
        DeploymentError: A resource could not be made.
        OverdueError: The stack is still being made.
    """
    stacks = aws.stacks
    stacks.create_stack(
        StackName=name,
        TemplateURL=upload_template(aws),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )

    def describe() -> StackTypeDef:
        return stacks.describe_stacks(StackName=name)["Stacks"][0]

    wait_for(
        lambda: not describe()["StackStatus"].endswith("IN_PROGRESS"),
        seconds,
        f"template.yaml was still being deployed after {seconds:.0f} s.",
    )
    stack = describe()
    if stack["StackStatus"] != "CREATE_COMPLETE":
        raise DeploymentError(f"template.yaml does not deploy: {stack['StackStatus']}\n{_reasons(stacks, name)}")
    return {output.get("OutputKey", ""): output.get("OutputValue", "") for output in stack.get("Outputs", [])}


def _reasons(stacks: CloudFormationClient, name: str) -> str:
    events = stacks.describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in events if event.get("ResourceStatus", "").endswith("FAILED")]
    return "\n".join(f"{event.get('LogicalResourceId')}: {event.get('ResourceStatusReason')}" for event in failed)
