from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local.relay import Relay
from local.runtime import function_environment, running_function
from local.stack import Stack
from local.standins.backend import BackendStandIn, Callback
from local.standins.claude import ClaudeStandIn
from local.standins.clova import ClovaStandIn
from tests.local.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from local.invocation import Invocation

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "local/sample/sample.mp4"
SENTENCE, PAUSES = (ROOT / f"tests/fixtures/speech/{name}.wav" for name in ("sentence", "pauses"))
USER_ID = "123"
RECORDER = str(ROOT / "tests/roles/recorder")
"""Where a function's Python finds what notes its calls of AWS, for `tests/roles`."""

# Two deliveries, a second apart, and no waiting inside one; a killed worker's job comes back after five.
PACE = {
    "LeaseSeconds": "5",
    "HeartbeatSeconds": "1",
    "MaxReceiveCount": "2",
    "RetryBaseSeconds": "1",
    "MaxRetries": "1",
    "RetryDelaySeconds": "0",
}
_numbers = count(1)


def hear_the_same(_pcm: bytes) -> str:
    return "what was said"


class Ear:
    """What listens behind CLOVA's wire, so that one test may put a real recogniser there."""

    def __init__(self) -> None:
        self.listen: Callable[[bytes], str] = hear_the_same

    def __call__(self, pcm: bytes) -> str:
        return self.listen(pcm)


@dataclass
class World:
    """A running stack and everything a job in it talks to."""

    stack: Stack
    ear: Ear
    clova: ClovaStandIn
    claude: ClaudeStandIn
    backend: BackendStandIn
    clip: Path

    def forget(self) -> None:
        """Behave again."""
        self.ear.listen = hear_the_same
        for stand_in in (self.clova, self.claude, self.backend):
            stand_in.script = ()
            stand_in.calls.clear()
        self.backend.accepted.clear()
        self.backend.keeps_first = False
        for queue in (self.stack.deployment.queue_url, self.stack.deployment.dead_letter_queue_url):
            self.stack.aws.sqs.purge_queue(QueueUrl=queue)

    @property
    def bucket(self) -> str:
        return self.stack.deployment.bucket

    def upload(self, video: Path | None = None) -> str:
        """Upload a video (the clip, unless told otherwise) for a new job; returns the job's id."""
        job_id = f"job-{next(_numbers)}"
        self.stack.upload(video or self.clip, f"videos/{USER_ID}/{job_id}.mp4", "Eng")
        return job_id

    def told(self, job_id: str) -> Callback:
        """The outcome of a job, when the backend has accepted it."""
        assert eventually(lambda: self.outcomes(job_id), seconds=120), self.stack.function.tail(40)
        return self.outcomes(job_id)[0]

    def sweep(self) -> None:
        """Run the sweep, as its schedule does each minute."""
        invocation = self.stack.sweep.invoke(b"{}")
        assert not invocation.failed, invocation.body

    def told_by_the_sweep(self, job_id: str) -> Callback:
        """The outcome of a job, when the backend has accepted it from one of many sweeps."""

        def swept() -> bool:
            self.sweep()
            return bool(self.outcomes(job_id))

        assert eventually(swept)
        return self.outcomes(job_id)[0]

    def outcomes(self, job_id: str) -> list[Callback]:
        return [callback for callback in self.backend.accepted if callback.job_id == job_id]

    def send(self, body: str) -> None:
        """Put a message into the job queue."""
        self.stack.aws.sqs.send_message(QueueUrl=self.stack.deployment.queue_url, MessageBody=body)

    def waiting(self) -> int:
        """Messages in the job queue, visible or not."""
        names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
        answer = self.stack.aws.sqs.get_queue_attributes(
            QueueUrl=self.stack.deployment.queue_url, AttributeNames=["All"]
        )
        return sum(int(answer["Attributes"][name]) for name in names)

    def dead_letters(self) -> list[str]:
        """Bodies of the messages in the dead-letter queue, which is empty afterwards."""
        sqs, queue = self.stack.aws.sqs, self.stack.deployment.dead_letter_queue_url
        messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        for message in messages:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message.get("ReceiptHandle", ""))
        return [message.get("Body", "") for message in messages]

    def stored(self, key: str) -> Any:
        """A JSON document in the bucket."""
        return json.loads(self.stack.aws.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read())

    def notification(self, job_id: str) -> str:
        """What S3 said of an upload; another delivery of the same."""
        return notification_of(self.stack, f"videos/{USER_ID}/{job_id}.mp4")


def deliver_beside(stack: Stack, event: bytes, overrides: Mapping[str, str], folder: Path) -> Invocation:
    """Run the function once while the stack's own is at work."""
    environment = function_environment(stack.deployment.function, {"PYTHONPATH": RECORDER, **overrides}, folder)
    with running_function(environment, folder) as (_, url), Relay() as relay:
        relay.open(url)
        return relay.invoke(event)


def notification_of(stack: Stack, key: str) -> str:
    """What S3 said of an object."""
    head = stack.aws.s3.head_object(Bucket=stack.deployment.bucket, Key=key)
    source = {"key": key, "versionId": head["VersionId"], "eTag": head["ETag"].strip('"'), "size": 1}
    return notification({"bucket": {"name": stack.deployment.bucket}, "object": source})


def notification(s3: dict[str, Any]) -> str:
    """What S3 says of an upload."""
    return json.dumps({"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": s3}]})


def message(name: str, body: str, receives: int = 1) -> dict[str, object]:
    """A message as the queue's mapping hands it on."""
    return {
        "messageId": name,
        "receiptHandle": f"handle-of-{name}",
        "body": body,
        "attributes": {"ApproximateReceiveCount": str(receives)},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:ap-northeast-2:000000000000:clipscribe-local-jobs",
        "awsRegion": "ap-northeast-2",
    }


def batch(*messages: dict[str, object]) -> bytes:
    """The event of these messages."""
    return json.dumps({"Records": messages}).encode()
