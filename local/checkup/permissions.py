"""What the worker's role may do, asked of IAM's policy simulator: nothing is read, written or paid.

The simulator weighs the role's own policies; policies of buckets, queues and keys may still refuse. Listing is not
asked here: `checkup.aws` tries it, and MiniStack 1.5.33 knows no condition such as the template's on the prefix.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.checkup import bedrock
from local.checkup.access import LOOK_FAILURES, Access, name_refusal
from local.checkup.finding import Finding, bad, good, note
from local.checkup.worker_role import Principal, find_principal

_SUBJECT = "permissions"
_MESSAGES = (
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ChangeMessageVisibility",
    "sqs:SendMessage",
)
_CHECKPOINTS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
_UNCHECKED = (
    "not checked whether the worker may read videos, write results, keep paid answers and the ledger, take and delay"
    " messages, read its secret, ask Claude at Bedrock"
)
_GRANT = "grant it to that role; WorkerRole in template.yaml lists what the worker needs"
_ASK_OTHERS = (
    "run make doctor as somebody who may lambda:ListEventSourceMappings, lambda:GetFunctionConfiguration and "
    "iam:SimulatePrincipalPolicy, or compare the role with WorkerRole in template.yaml"
)


@dataclass(frozen=True)
class Need:
    """Actions on one resource.

    Attributes:
        work: What they are for, in a few words.
        actions: By IAM's names.
        resource: ARN.
        context: What the request has beyond that, by the name of a condition's key.
    """

    work: str
    actions: tuple[str, ...]
    resource: str
    context: Mapping[str, str] = field(default_factory=dict[str, str])


def list_needs(values: Mapping[str, str], queue_arn: str, partition: str = "aws") -> list[Need]:
    """What a job needs, as WorkerRole in template.yaml grants it; nothing for a bucket, queue or secret not named."""
    videos, secret = values.get("VIDEO_BUCKET_NAME", ""), values.get("SECRETS_ARN", "").strip()
    results = values.get("RESULT_BUCKET_NAME") or videos
    s3 = f"arn:{partition}:s3:::"
    # Any key will do: the simulator looks for nothing.
    needs = [
        (videos, Need("read videos", ("s3:GetObject", "s3:GetObjectVersion"), f"{s3}{videos}/videos/1/doctor.mp4")),
        (results, Need("write results", ("s3:PutObject",), f"{s3}{results}/results/1/doctor.json")),
        (results, Need("keep paid answers", _CHECKPOINTS, f"{s3}{results}/work/1/doctor.json")),
        (queue_arn, Need("take and delay messages", _MESSAGES, queue_arn)),
        (queue_arn and values.get("JOB_TABLE_NAME", ""), _table_need(values, queue_arn)),
        (secret, Need("read its secret", ("secretsmanager:GetSecretValue",), secret)),
    ]
    return [*(need for name, need in needs if name), *_list_bedrock_needs(values, queue_arn, partition)]


def _list_bedrock_needs(values: Mapping[str, str], queue_arn: str, partition: str) -> list[Need]:
    """Profile and model, in the account of the queue."""
    if not queue_arn or not bedrock.is_chosen(values):
        return []
    model = bedrock.find_model(values, partition, queue_arn.split(":")[4])
    context = {bedrock.PROFILE_KEY: model.profile} if model.profile else {}
    asked = [(model.profile, dict[str, str]()), (model.foundation, context)]
    return [Need("ask Claude at Bedrock", (bedrock.ACTION,), arn, known) for arn, known in asked if arn]


def _table_need(values: Mapping[str, str], queue_arn: str) -> Need:
    """The table is in the region and account of the queue."""
    place = queue_arn.replace(":sqs:", ":dynamodb:").rpartition(":")[0]
    counted = ("dynamodb:UpdateItem",) if values.get("BUDGET_KRW_PER_DAY", "0").strip(" 0.") else ()
    actions = ("dynamodb:GetItem", "dynamodb:PutItem", *counted)
    return Need("keep the ledger", actions, f"{place}:table/{values.get('JOB_TABLE_NAME')}")


def check_permissions(access: Access, values: Mapping[str, str]) -> list[Finding]:
    """Ask for each need; where the simulator may not be asked, say what was not checked."""
    queue_arn = _queue_arn(access, values)
    try:
        principal = find_principal(access, queue_arn)
        needs = list_needs(values, queue_arn, principal.arn.split(":")[1])
        refused = [text for need in needs for text in _refusals(access, principal, need)]
        works = dict.fromkeys(need.work for need in needs)
    except (*LOOK_FAILURES, KeyError) as problem:
        return [note(_SUBJECT, f"{_UNCHECKED} ({name_refusal(problem)})", _ASK_OTHERS)]
    found = f"may not {'; '.join(refused)}" if refused else f"may {', '.join(works)}"
    return [_tell(principal, found, allowed=not refused)] if needs else []


def _queue_arn(access: Access, values: Mapping[str, str]) -> str:
    url = values.get("SQS_QUEUE_URL", "")
    if not url:
        return ""
    try:
        answer = access.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return answer["Attributes"]["QueueArn"]
    except (BotoCoreError, ClientError, KeyError):
        return ""


def _refusals(access: Access, principal: Principal, need: Need) -> list[str]:
    context = [
        {"ContextKeyName": name, "ContextKeyValues": [value], "ContextKeyType": "string"}
        for name, value in need.context.items()
    ]
    answer: dict[str, Any] = access.client("iam").simulate_principal_policy(
        PolicySourceArn=principal.arn,
        ActionNames=list(need.actions),
        ResourceArns=[need.resource],
        ContextEntries=context,
    )
    denied = [result for result in answer["EvaluationResults"] if result["EvalDecision"] != "allowed"]
    return [f"{result['EvalActionName']} on {need.resource}" for result in denied]


def _tell(principal: Principal, found: str, *, allowed: bool) -> Finding:
    if not principal.is_worker:
        return note(_SUBJECT, f"the worker's role could not be looked up; {principal.arn} {found}", _ASK_OTHERS)
    found = f"the worker's role {principal.arn} {found}"
    return good(_SUBJECT, found) if allowed else bad(_SUBJECT, found, _GRANT)
