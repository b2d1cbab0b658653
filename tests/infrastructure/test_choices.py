"""The template as CloudFormation deploys it, in the emulated AWS, for each choice that a parameter gives."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from local.aws import REGION, Aws
from local.emulator import running_emulator
from tests.infrastructure.templates import read_template
from tests.local.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.infrastructure.templates import Template

pytestmark = pytest.mark.e2e

ALARMS = {
    "BudgetAlarm",
    "AbandonedAlarm",
    "CallbackAlarm",
    "ConfigurationAlarm",
    "CrashAlarm",
    "DeadLettersAlarm",
    "DurationAlarm",
    "FailedJobsAlarm",
    "QueueAgeAlarm",
    "SttWaitingAlarm",
    "SweepAlarm",
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
    "SweepLogs",
    "SweepRole",
    "Sweep",
    "SweepEventInvokeConfig",
    "SweepSchedule",
    "SweepPermission",
}
PLAIN = ALWAYS | BUCKET | ALARMS | {"Secrets", "Watching", "Dashboard"}
EXISTING = {"VideoBucketName": "somebody-elses-videos"}
CATALOG = {
    "CatalogBucketName": "catalogue-videos",
    "CatalogApiBase": "https://api.invalid/api",
    "CatalogSecretsArn": "arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:catalog-AbCdEf",
    "CatalogDatabaseHost": "proxy.invalid",
    "CatalogDatabaseUser": "worker",
    "CatalogDatabaseName": "ott_db",
}
CATALOG_ALARMS = {"CatalogDeadLettersAlarm", "CatalogFailedJobsAlarm"}
CATALOGUE = CATALOG_ALARMS | {
    "CatalogQueue",
    "CatalogDeadLetterQueue",
    "CatalogQueuePolicy",
    "CatalogVideoRule",
    "CatalogTable",
    "CatalogLogs",
    "CatalogRole",
    "CatalogWorker",
    "CatalogSource",
}
TOPIC = "arn:aws:sns:ap-northeast-2:000000000000:on-call"
TEMPLATES = "templates"
SECRET = "arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:clipscribe-AbCdEf"


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory, template: Template) -> Generator[Aws]:
    """An emulated AWS that holds the templates as JSON: it reads them for each stack, and is slow to read YAML."""
    with running_emulator(tmp_path_factory.mktemp("emulator"), {}) as endpoint:
        aws = Aws(endpoint)
        aws.s3.create_bucket(Bucket=TEMPLATES, CreateBucketConfiguration={"LocationConstraint": REGION})
        located = deepcopy(template)
        watching = located["Resources"]["Watching"]["Properties"]
        watching["Location"] = upload(aws, "watching.json", read_template(watching["Location"]))
        upload(aws, "template.json", located)
        yield aws


def upload(aws: Aws, key: str, template: Template) -> str:
    """Put a template into the emulated S3, and tell where it is."""
    aws.s3.put_object(Bucket=TEMPLATES, Key=key, Body=json.dumps(template, default=str).encode())
    return f"{aws.endpoint}/{TEMPLATES}/{key}"


def deploy(aws: Aws, name: str, parameters: dict[str, str]) -> set[str]:
    """Deploy, and tell which resources were made, those of the stack inside included."""
    stacks = aws.stacks
    given = {"BackendBaseUrl": "https://backend.invalid", **parameters}
    stacks.create_stack(
        StackName=name,
        TemplateURL=f"{aws.endpoint}/{TEMPLATES}/template.json",
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    assert eventually(lambda: status_of(aws, name) != "CREATE_IN_PROGRESS")
    assert status_of(aws, name) == "CREATE_COMPLETE"
    made = resources_made(aws, name)
    inner = [resources_made(aws, made["Watching"])] if "Watching" in made else []
    return {*made}.union(*inner)


def resources_made(aws: Aws, name: str) -> dict[str, str]:
    """The physical ids of a stack's resources, by their logical ids."""
    found = aws.stacks.describe_stack_resources(StackName=name)["StackResources"]
    return {one["LogicalResourceId"]: one.get("PhysicalResourceId", "") for one in found}


def status_of(aws: Aws, name: str) -> str:
    [stack] = aws.stacks.describe_stacks(StackName=name)["Stacks"]
    return stack["StackStatus"]


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
        (
            "nothing-to-watch",
            {"CreateAlarms": "false", "CreateDashboard": "false"},
            PLAIN - ALARMS - {"Watching", "Dashboard"},
        ),
        ("catalog", CATALOG, PLAIN | CATALOGUE),
        ("catalog-quiet", {**CATALOG, "CreateAlarms": "false"}, PLAIN - ALARMS | CATALOGUE - CATALOG_ALARMS),
        ("vpc", {"SubnetIds": "subnet-1,subnet-2", "SecurityGroupIds": "sg-1"}, PLAIN),
    ],
)
def test_a_deployment_makes_what_its_parameters_ask_for(
    aws: Aws, name: str, parameters: dict[str, str], resources: set[str]
) -> None:
    assert deploy(aws, name, parameters) == resources


@pytest.mark.parametrize("source", ["existing", "none"])
def test_a_bucket_that_is_not_made_must_be_named(aws: Aws, source: str) -> None:
    with pytest.raises(ClientError, match="VideoBucketName is required"):
        deploy(aws, f"unnamed-{source}", {"VideoSource": source})


@pytest.mark.parametrize("missing", ["CatalogApiBase", "CatalogSecretsArn"])
def test_a_catalogue_is_whole_or_not_there(aws: Aws, missing: str) -> None:
    parameters = {name: value for name, value in CATALOG.items() if name != missing}

    with pytest.raises(ClientError, match=f"{missing} is required"):
        deploy(aws, f"half-{missing}", parameters)
