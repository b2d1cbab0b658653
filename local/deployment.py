"""The project's own template.yaml, deployed to the emulated AWS as CloudFormation would deploy it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_lambda.type_defs import FunctionConfigurationResponseTypeDef

    from local.aws import Aws

TEMPLATE = Path(__file__).parents[1] / "template.yaml"
STACK_NAME = "clipscribe-local"
FUNCTION_NAME = f"{STACK_NAME}-worker"
BUCKET_NAME = "clipscribe-local-videos"


class DeploymentError(Exception):
    """The template does not deploy; the message names the resources and why."""


@dataclass(frozen=True)
class Deployment:
    """What the template made.

    Attributes:
        bucket: Name of the bucket with videos and results.
        queue_url: Of the jobs.
        dead_letter_queue_url: Of the messages given up.
        function: The worker's configuration, as `lambda get-function-configuration` gives it.
    """

    bucket: str
    queue_url: str
    dead_letter_queue_url: str
    function: FunctionConfigurationResponseTypeDef

    @property
    def variables(self) -> dict[str, str]:
        """The worker's environment variables, as the template sets them."""
        return self.function.get("Environment", {}).get("Variables", {})


def deploy(aws: Aws, parameters: Mapping[str, str], secrets: Mapping[str, str]) -> Deployment:
    """Create the stack and fill in its secret.

    Args:
        aws: Where.
        parameters: The template's, by name; the others keep their defaults.
        secrets: By environment variable name.

    Returns:
        What the other parts of the laptop stack need to know of it.

    Raises:
        DeploymentError: A resource could not be made.
    """
    outputs = _create_stack(aws.stacks, {"VideoBucketName": BUCKET_NAME, **parameters})
    aws.secrets.put_secret_value(SecretId=outputs["SecretArn"], SecretString=json.dumps(dict(secrets)))
    return Deployment(
        bucket=outputs["VideoBucketName"],
        queue_url=outputs["QueueUrl"],
        dead_letter_queue_url=outputs["DeadLetterQueueUrl"],
        function=aws.functions.get_function_configuration(FunctionName=outputs["FunctionName"]),
    )


def _create_stack(stacks: CloudFormationClient, parameters: Mapping[str, str]) -> dict[str, str]:
    stacks.create_stack(
        StackName=STACK_NAME,
        TemplateBody=TEMPLATE.read_text(),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    while (stack := stacks.describe_stacks(StackName=STACK_NAME)["Stacks"][0])["StackStatus"].endswith("IN_PROGRESS"):
        time.sleep(0.05)
    if stack["StackStatus"] != "CREATE_COMPLETE":
        raise DeploymentError(f"template.yaml does not deploy: {stack['StackStatus']}\n{_reasons(stacks)}")
    return {output.get("OutputKey", ""): output.get("OutputValue", "") for output in stack.get("Outputs", [])}


def _reasons(stacks: CloudFormationClient) -> str:
    events = stacks.describe_stack_events(StackName=STACK_NAME)["StackEvents"]
    failed = [event for event in events if event.get("ResourceStatus", "").endswith("FAILED")]
    return "\n".join(f"{event.get('LogicalResourceId')}: {event.get('ResourceStatusReason')}" for event in failed)
