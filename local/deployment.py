"""The project's own template.yaml, deployed to the emulated AWS as CloudFormation would deploy it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.cloudformation import create_stack

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

    from local.aws import Aws

STACK_NAME = "clipscribe-local"
FUNCTION_NAME = f"{STACK_NAME}-worker"
SWEEP_NAME = f"{STACK_NAME}-sweep"
BUCKET_NAME = "clipscribe-local-videos"


@dataclass(frozen=True)
class Function:
    """A function's configuration, as deployed.

    Attributes:
        name: Its name.
        timeout: Seconds.
        memory: Megabytes.
        variables: Its environment.
    """

    name: str
    timeout: int
    memory: int
    variables: Mapping[str, str]


@dataclass(frozen=True)
class Deployment:
    """What the template made.

    Attributes:
        bucket: Name of the bucket with videos and results.
        queue_url: Of the jobs.
        dead_letter_queue_url: Of the messages given up.
        function: The worker.
        sweep: What the schedule runs.
    """

    bucket: str
    queue_url: str
    dead_letter_queue_url: str
    function: Function
    sweep: Function


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
    outputs = create_stack(aws, STACK_NAME, {"VideoBucketName": BUCKET_NAME, **parameters})
    aws.secrets.put_secret_value(SecretId=outputs["SecretArn"], SecretString=json.dumps(dict(secrets)))
    _mend_mapping(aws.functions, outputs["EventSourceId"], enabled=parameters.get("ProcessingEnabled") != "false")
    return Deployment(
        bucket=outputs["VideoBucketName"],
        queue_url=outputs["QueueUrl"],
        dead_letter_queue_url=outputs["DeadLetterQueueUrl"],
        function=_read_function(aws.functions, outputs["FunctionName"]),
        sweep=_read_function(aws.functions, outputs["SweepFunctionName"]),
    )


def _read_function(functions: LambdaClient, name: str) -> Function:
    configuration = functions.get_function_configuration(FunctionName=name)
    variables = configuration.get("Environment", {}).get("Variables", {})
    return Function(name, configuration["Timeout"], configuration["MemorySize"], variables)


def _mend_mapping(functions: LambdaClient, event_source: str, *, enabled: bool) -> None:
    """Say number and truth again: MiniStack 1.5.33 keeps a parameter's text, "5" it cannot compare, "false" is true."""
    scaling = functions.get_event_source_mapping(UUID=event_source).get("ScalingConfig", {})
    number = int(scaling.get("MaximumConcurrency", 2))
    functions.update_event_source_mapping(
        UUID=event_source, Enabled=enabled, ScalingConfig={"MaximumConcurrency": number}
    )
