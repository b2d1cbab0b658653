"""The ground that suites run on: emulated AWS, the services, and some workers."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local.aws import CREDENTIALS, REGION, Aws
from local.emulator import running_emulator
from tests.builders import s3_message, s3_record
from tests.faults.case import MOST_RECEIVES, Run, Upload
from tests.faults.cataloguing import film, prepare_database
from tests.faults.history import History
from tests.faults.lambda_slot import LambdaSlot
from tests.faults.mixes import order_mix
from tests.faults.services import Services, running_services
from tests.faults.slot import Slot
from tests.faults.sounds import speak
from tests.faults.stores import BUCKET, LEASE_SECONDS, TABLE, make_stores
from tests.media.store import FFMPEG

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
PACE = {
    "LEASE_SECONDS": str(LEASE_SECONDS),
    "HEARTBEAT_SECONDS": "1",
    "MAX_RECEIVE_COUNT": str(MOST_RECEIVES),
    "MAX_RETRIES": "1",
    "RETRY_DELAY_SECONDS": "0.01",
    "RETRY_BASE_SECONDS": "0.2",
    "JOB_SILENCE_SECONDS": "60",
}

_SOON_SECONDS = 90
"""Later comes only what stays refused: that is judged as it stands."""


@dataclass(frozen=True)
class Ground:
    """What runs."""

    aws: Aws
    queue: str
    dead_letters: str
    services: Services
    slots: Sequence[Slot | LambdaSlot]
    history: History
    sweeper: Slot
    database: Path

    def start(self, run: Run) -> None:
        """Set a run's scripts, store its sounds, and send what S3 says of them."""
        for service, faults in run.case.scripts.items():
            getattr(self.services, service).scripts.lines[run.number] = iter(faults)
        for message in self.upload(run):
            self.send(message)

    def upload(self, run: Run) -> list[dict[str, Any]]:
        """Store what a run is about; returns S3's notifications or the order, in the order they are to be sent."""
        if run.case.task == "segment_mix":
            messages = [order_mix(run, self.aws, self.services.editor.url)]
        else:
            messages = [self._put(run, version) for version in range(run.uploads)]
        match run.case.upload:
            case Upload.GONE:
                self.delete(run)
            case Upload.BACKWARDS:
                messages.reverse()
            case _:
                pass
        return messages * run.case.copies

    def delete(self, run: Run) -> None:
        """Delete every version of a run's object."""
        for version in self.aws.s3.list_object_versions(Bucket=BUCKET, Prefix=run.key).get("Versions", []):
            self.aws.s3.delete_object(Bucket=BUCKET, Key=run.key, VersionId=version.get("VersionId", ""))

    def _put(self, run: Run, version: int) -> dict[str, Any]:
        summary = run.case.task == "summary"
        body = speak(run.number + version, run.case.clips) if summary else film(version)
        put = self.aws.s3.put_object(Bucket=BUCKET, Key=run.key, Body=body)
        found: dict[str, Any] = {"versionId": put["VersionId"], "eTag": put["ETag"].strip('"'), "size": len(body)}
        return s3_message(s3_record(run.key, bucket=BUCKET, sequencer=f"{run.number + version:018X}", **found))

    def send(self, message: object) -> None:
        """Put a message into the queue."""
        self.aws.sqs.send_message(QueueUrl=self.queue, MessageBody=json.dumps(message))

    def waiting(self) -> int:
        """Messages in the queue, visible or not, and jobs that the sweep comes back to soon."""
        found = self.aws.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["All"])["Attributes"]
        messages = sum(int(number) for name, number in found.items() if name.startswith("ApproximateNumberOfMessages"))
        due = self.aws.tables.query(
            TableName=TABLE,
            IndexName="due",
            KeyConditionExpression="unfinished = :yes AND due < :soon",
            ExpressionAttributeValues={":yes": {"S": "yes"}, ":soon": {"N": str(time.time() + _SOON_SECONDS)}},
        )
        return messages or due["Count"]


@contextmanager
def running_ground(
    folder: Path, workers: int, settings: Mapping[str, str] | None = None, *, in_lambda: bool = False
) -> Generator[Ground]:
    """Bring everything up.

    Args:
        folder: an existing one for logs and the workers' /tmp.
        workers: how many.
        settings: of theirs, besides the usual ones.
        in_lambda: run them in AWS's own Lambda runtime.
    """
    history = History()
    with ExitStack() as stack:
        aws = Aws(stack.enter_context(running_emulator(folder, {})))
        database = prepare_database(folder)
        services = stack.enter_context(running_services(history, database))
        queue, dead_letters = make_stores(aws)
        tasks = {"VIDEO_TASK": "catalog", "DATABASE_URL": f"sqlite:///{database}"}
        usual = _environment(aws, queue) | services.settings | tasks | PACE | dict(settings or {})
        folders = [folder / f"worker-{number}" for number in range(workers)]
        slots = [LambdaSlot(one, usual) if in_lambda else Slot(one, usual) for one in folders]
        sweeper = Slot(folder / "sweeper", usual)
        for slot in [*slots, sweeper]:
            stack.callback(slot.end)
        yield Ground(aws, queue, dead_letters, services, slots, history, sweeper, database)


def _environment(aws: Aws, queue: str) -> dict[str, str]:
    return {
        **CREDENTIALS,
        "PATH": os.defpath,
        "APP_ENV": "dev",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
        "VIDEO_BUCKET_NAME": BUCKET,
        "JOB_TABLE_NAME": TABLE,
        "SQS_QUEUE_URL": queue,
        "FFMPEG_PATH": FFMPEG,
    }
