"""The handler with the real adapters: emulated AWS, real FFmpeg, and the three services' stand-ins on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any

import app
from local.aws import Aws
from tests.builders import Context, s3_message, s3_record, sqs_batch, sqs_record
from tests.fakes.delivery import FakeLedger, FakeQueue
from tests.handler.canaries import all_libraries_talking
from tests.handler.endings import Ending, name_pace
from tests.handler.services import Services
from tests.handler.stage import change_processor
from tests.media.spoken import sentence
from worker import bootstrap
from worker.bootstrap import Worker

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LAST_RECEIVE = 5
USER_ID = "123"
_numbers = count(1)


def leave(worker: Worker) -> Worker:
    """The worker as `bootstrap` makes it."""
    return worker


@dataclass
class World:
    """Uploads go into `bucket`; a test changes `settings`, or the worker that `bootstrap` makes of them (`change`).

    Without a `SQS_QUEUE_URL` among the settings, `queue` remembers how long messages are hidden.
    """

    aws: Aws
    bucket: str
    services: Services
    settings: dict[str, str]
    queue: FakeQueue = field(default_factory=FakeQueue)
    change: Callable[[Worker], Worker] = leave
    ledger: FakeLedger = field(default_factory=FakeLedger)

    def upload(self, video: Path | None = None, key: str | None = None, **said: str | None) -> Any:
        """Store a video (a spoken sentence, unless told otherwise) under a new job's key; returns S3's notification.

        `lang` and `track` become its metadata.
        """
        key = key or f"videos/{USER_ID}/job-{next(_numbers)}.mp4"
        body = (video or sentence()).read_bytes()
        metadata = {name: value for name, value in said.items() if value}
        put = self.aws.s3.put_object(Bucket=self.bucket, Key=key, Body=body, Metadata=metadata)
        return self.notification(key, put, len(body))

    def notification(self, key: str, put: Mapping[str, Any], size: int = 1) -> Any:
        """What S3 says of an upload."""
        version, etag = put["VersionId"], put["ETag"].strip('"')
        return s3_message(s3_record(key, bucket=self.bucket, versionId=version, eTag=etag, size=size))

    def name_unpinned(self, key: str, etag: str = "") -> Any:
        """What S3 says of an upload to a bucket without versions."""
        return s3_message(s3_record(key, bucket=self.bucket, versionId=None, eTag=etag))

    def deliver(self, message: Any, receive: int = 1) -> Ending:
        """Deliver a message, and say what came of it."""
        self.ledger.remember_failures(json.dumps(message), self.bucket, receive - 1)
        told, hidden = len(self.services.backend.accepted), len(self.queue.hidden)
        answer = self.invoke(sqs_batch(sqs_record(message, receive_count=receive)))
        pace = name_pace([delay for _, delay in self.queue.hidden[hidden:]]) if answer["batchItemFailures"] else None
        bodies = [callback.body for callback in self.services.backend.accepted[told:]]
        return Ending(pace, tuple(body.get("error_code", body["status"]) for body in bodies))

    def invoke(self, event: dict[str, Any]) -> dict[str, Any]:
        """Call the handler as Lambda does."""
        handler = app.make_handler(lambda _: self._worker())
        with all_libraries_talking():
            return handler(event, Context())  # type: ignore[arg-type] - the part of Lambda's context that is read

    def _worker(self) -> Worker:
        worker = bootstrap.make_worker(self.settings)
        if worker.processor is not None:
            claims = replace(worker.processor.claims, ledger=self.ledger)
            worker = self.change(change_processor(worker, claims=claims))
        return worker if worker.queue else replace(worker, queue=self.queue)

    @property
    def paid(self) -> tuple[int, int]:
        """Requests made to CLOVA and to Claude."""
        return len(self.services.clova.calls), len(self.services.claude.calls)

    @property
    def body(self) -> dict[str, Any]:
        """The last outcome that the backend accepted."""
        return self.services.backend.accepted[-1].body

    def stored(self, key: str) -> Any:
        """A JSON document in the bucket."""
        return json.loads(self.aws.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read())
