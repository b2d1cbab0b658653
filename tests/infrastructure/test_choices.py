"""The template as CloudFormation deploys it, in the emulated AWS, for each choice that a parameter gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from local.aws import Aws
from local.cloudformation import TEMPLATE
from local.emulator import running_emulator

if TYPE_CHECKING:
    from collections.abc import Generator

    from mypy_boto3_cloudformation import CloudFormationClient

pytestmark = pytest.mark.e2e

ALARMS = {
    "CallbackAlarm",
    "ConfigurationAlarm",
    "CrashAlarm",
    "DeadLettersAlarm",
    "DurationAlarm",
    "FailedJobsAlarm",
    "QueueAgeAlarm",
    "ThrottleAlarm",
}
BUCKET = {"VideoBucket", "VideoBucketPolicy"}
ALWAYS = {
    "JobQueue",
    "DeadLetterQueue",
    "JobQueuePolicy",
    "WorkerLogs",
    "WorkerRole",
    "Worker",
    "JobSource",
    "JobTable",
}
PLAIN = ALWAYS | BUCKET | ALARMS | {"Secrets", "Dashboard"}
EXISTING = {"VideoBucketName": "somebody-elses-videos"}
TOPIC = "arn:aws:sns:ap-northeast-2:000000000000:on-call"
SECRET = "arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:clipscribe-AbCdEf"


@pytest.fixture(scope="module")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> Generator[CloudFormationClient]:
    with running_emulator(tmp_path_factory.mktemp("emulator"), {}) as endpoint:
        yield Aws(endpoint).stacks


def deploy(stacks: CloudFormationClient, name: str, parameters: dict[str, str]) -> set[str]:
    """Deploy, and tell which resources were made."""
    given = {"BackendBaseUrl": "https://backend.invalid", **parameters}
    stacks.create_stack(
        StackName=name,
        TemplateBody=TEMPLATE.read_text(encoding="utf-8"),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    stacks.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    made = stacks.describe_stack_resources(StackName=name)["StackResources"]
    return {resource["LogicalResourceId"] for resource in made}


@pytest.mark.parametrize(
    ("name", "parameters", "resources"),
    [
        ("defaults", {}, PLAIN),
        ("existing-bucket", {"VideoSource": "existing", **EXISTING}, PLAIN - BUCKET | {"VideoCreatedRule"}),
        ("no-source", {"VideoSource": "none", **EXISTING}, PLAIN - BUCKET),
        ("result-bucket", {"ResultBucketName": "results-elsewhere"}, PLAIN),
        ("existing-secret", {"SecretsArn": SECRET}, PLAIN - {"Secrets"}),
        ("email", {"AlarmEmail": "on-call@example.com"}, PLAIN | {"AlarmTopic"}),
        ("topic", {"AlarmEmail": "on-call@example.com", "AlarmTopicArn": TOPIC}, PLAIN),
        ("no-alarms", {"CreateAlarms": "false", "AlarmEmail": "on-call@example.com"}, PLAIN - ALARMS),
        ("no-dashboard", {"CreateDashboard": "false"}, PLAIN - {"Dashboard"}),
        ("vpc", {"SubnetIds": "subnet-1,subnet-2", "SecurityGroupIds": "sg-1"}, PLAIN),
    ],
)
def test_a_deployment_makes_what_its_parameters_ask_for(
    stacks: CloudFormationClient, name: str, parameters: dict[str, str], resources: set[str]
) -> None:
    assert deploy(stacks, name, parameters) == resources


@pytest.mark.parametrize("source", ["existing", "none"])
def test_a_bucket_that_is_not_made_must_be_named(stacks: CloudFormationClient, source: str) -> None:
    with pytest.raises(ClientError, match="VideoBucketName is required"):
        deploy(stacks, f"unnamed-{source}", {"VideoSource": source})
