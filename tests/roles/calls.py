"""What the recorded calls, and those that Lambda makes in a role's name, need from IAM."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.infrastructure.templates import ROOT
from tests.roles.template import PLACE, QUEUE, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.roles.template import Deployment

RECORDING = ROOT / "build/aws-calls.jsonl"
_OBJECTS = {
    "HeadObject": "s3:GetObject",
    "GetObject": "s3:GetObject",
    "PutObject": "s3:PutObject",
    "DeleteObjects": "s3:DeleteObject",
}
# Others (Tagging, ACL, a copy's source, ...) need actions of their own: they belong here only with those.
_READING = {"Bucket", "Key", "VersionId", "Range", "IfMatch"}
_WRITING = {"IfNoneMatch", "Body", "ContentType", "Metadata"}
_HARMLESS = _READING | _WRITING | {"Delete", "Prefix", "MaxKeys"}
# docs/sources.md, Lambda and SQS
_POLLS = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


@dataclass(frozen=True, order=True)
class Need:
    """One action on one resource by a function; with `prefix`, the listing of what is below it."""

    function: str
    action: str
    resource: str
    prefix: str = ""


def read_needs(deployment: Deployment) -> list[Need]:
    """What the functions of a deployment need, each once."""
    calls = [json.loads(line) for line in RECORDING.read_text(encoding="utf-8").splitlines()]
    recorded = {need for call in calls for need in _needs_of(call, deployment)}
    return sorted(recorded | set(_needs_of_lambda(deployment)))


def _needs_of(call: dict[str, Any], deployment: Deployment) -> Iterator[Need]:
    """What a recorded call needs; fails at one that nobody has described here."""
    service, _, operation = call["call"].partition(":")
    function = _function_of(call)
    named = _setting_of(deployment, function, call["setting"])
    match service:
        case "s3":
            assert set(call["given"]) <= _HARMLESS, call
            yield from _needs_of_s3(function, operation, f"arn:aws:s3:::{named}", call)
        case "sqs":
            yield Need(function, call["call"], f"{QUEUE}{named}")
        case "dynamodb":
            yield Need(function, call["call"], f"{TABLE}{named}" + (f"/index/{call['index']}" if call["index"] else ""))
        case _:
            assert call["call"] == "secretsmanager:GetSecretValue", call
            yield Need(function, call["call"], named)


def _needs_of_s3(function: str, operation: str, bucket: str, call: dict[str, Any]) -> Iterator[Need]:
    if operation == "ListObjectsV2":
        yield Need(function, "s3:ListBucket", bucket, _shape(call["prefix"]))
        return
    action = _OBJECTS[operation] + ("Version" if "VersionId" in call["given"] else "")
    for key in map(_shape, call["keys"]):
        yield Need(function, action, f"{bucket}/{key}")
        if operation == "PutObject" and "IfMatch" in call["given"]:
            yield Need(function, "s3:GetObject", f"{bucket}/{key}")
        # Without this S3 answers 403, which reads as a missing permission.
        if call["missing"]:
            yield Need(function, "s3:ListBucket", bucket, key)


def _needs_of_lambda(deployment: Deployment) -> Iterator[Need]:
    """Logs, and the messages that its poller takes."""
    for function, properties in deployment.resources_of("AWS::Lambda::Function").items():
        group = properties["LoggingConfig"]["LogGroup"]
        for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
            yield Need(function, action, f"arn:aws:logs:{PLACE}:log-group:{group}:log-stream:any")
    for source in deployment.resources_of("AWS::Lambda::EventSourceMapping").values():
        for action in _POLLS:
            yield Need(source["FunctionName"], action, source["EventSourceArn"])


def _setting_of(deployment: Deployment, function: str, name: str) -> str:
    """What a function finds in its environment; without a bucket for results they go into that of the videos."""
    variables = _environment_of(deployment, function)
    return variables[name] or variables["VIDEO_BUCKET_NAME"]


@cache
def _environment_of(deployment: Deployment, function: str) -> dict[str, str]:
    return deployment.resources_of("AWS::Lambda::Function")[function]["Environment"]["Variables"]


def _function_of(call: dict[str, Any]) -> str:
    """The demo runs the catalogue's task in the worker of the stack, which in AWS is a function of its own."""
    if call["function"].endswith("-sweep"):
        return "Sweep"
    return "CatalogWorker" if call["task"] == "catalog" else "Worker"


def _shape(key: str) -> str:
    """Numbers and ids are written alike: to a role all jobs are one, and there are fewer questions to answer."""
    return re.sub(r"[0-9a-f]{8,}|(?<![a-z])\d+", "0", key)
