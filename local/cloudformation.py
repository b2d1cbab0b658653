"""template.yaml as a stack of the emulated CloudFormation."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from local.aws import REGION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_cloudformation import CloudFormationClient

    from local.aws import Aws

TEMPLATE = Path(__file__).parents[1] / "template.yaml"
_BUCKET = "templates"


class DeploymentError(Exception):
    """The template does not deploy; the message names the resources and why."""


def upload_template(aws: Aws) -> str:
    """Put template.yaml where CloudFormation takes one of its size from, as `sam deploy` does; returns its URL."""
    if _BUCKET not in [bucket.get("Name") for bucket in aws.s3.list_buckets()["Buckets"]]:
        aws.s3.create_bucket(Bucket=_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    aws.s3.put_object(Bucket=_BUCKET, Key=TEMPLATE.name, Body=TEMPLATE.read_bytes())
    return f"{aws.endpoint}/{_BUCKET}/{TEMPLATE.name}"


def create_stack(aws: Aws, name: str, parameters: Mapping[str, str]) -> dict[str, str]:
    """Create a stack of template.yaml and wait for it.

    Args:
        aws: Where.
        name: Of the stack.
        parameters: The template's, by name; the others keep their defaults.

    Returns:
        The stack's outputs.

    Raises:
        DeploymentError: A resource could not be made.
    """
    stacks = aws.stacks
    stacks.create_stack(
        StackName=name,
        TemplateURL=upload_template(aws),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    while (stack := stacks.describe_stacks(StackName=name)["Stacks"][0])["StackStatus"].endswith("IN_PROGRESS"):
        time.sleep(0.05)
    if stack["StackStatus"] != "CREATE_COMPLETE":
        raise DeploymentError(f"template.yaml does not deploy: {stack['StackStatus']}\n{_reasons(stacks, name)}")
    return {output.get("OutputKey", ""): output.get("OutputValue", "") for output in stack.get("Outputs", [])}


def _reasons(stacks: CloudFormationClient, name: str) -> str:
    events = stacks.describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in events if event.get("ResourceStatus", "").endswith("FAILED")]
    return "\n".join(f"{event.get('LogicalResourceId')}: {event.get('ResourceStatusReason')}" for event in failed)
