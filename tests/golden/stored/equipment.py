"""A stage whose ledger, artefacts, results and tracks are the real adapters, over stores in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from tests.builders import BUCKET
from tests.fakes.delivery import FakeArtefacts, FakeLedger
from tests.fakes.summary import FakeResults
from tests.handler.stage import Stage
from tests.tasks.segment_mix.fakes import FakeTracks
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.dynamodb.ledger import DynamoLedger
from worker.adapters.s3.artefacts import S3Artefacts
from worker.tasks.segment_mix.adapters.tracks import S3Tracks
from worker.tasks.summary.adapters.results import S3Results

if TYPE_CHECKING:
    from pathlib import Path

    from tests.golden.stored.stores import Bucket, Stores, Table
    from worker.delivery.ledger.entry import Entry, EntryName
    from worker.delivery.ledger.precedence import Newest
    from worker.jobs.deadline import Deadline
    from worker.jobs.job import Job
    from worker.tasks.segment_mix.mix import Output, StoredFile
    from worker.tasks.summary.result import Result

StageT = TypeVar("StageT", bound=Stage)

_ONCE = RetryPolicy(retries=0)


def equip(stage: StageT, stores: Stores) -> StageT:
    stage.ledger = TableLedger(stores.table)
    stage.artefacts = BucketArtefacts(stores.bucket)
    stage.results = BucketResults(stores.bucket)
    stage.tracks = BucketTracks(stores.bucket)
    return stage


class TableLedger(FakeLedger):
    def __init__(self, table: Table) -> None:
        super().__init__()
        client: Any = table
        self._real = DynamoLedger(client, "jobs", _ONCE)

    def find(self, name: EntryName) -> Entry | None:
        return self._real.find(name)

    def newest(self, place: str) -> Newest | None:
        return self._real.newest(place)

    def write_newest(self, newest: Newest) -> None:
        self._real.write_newest(newest)

    def due(self, now: float, most: int) -> list[EntryName]:
        return self._real.due(now, most)

    def waiting(self, now: float, most: int) -> list[EntryName]:
        return self._real.waiting(now, most)

    def write(self, entry: Entry) -> None:
        self._real.write(entry)


class BucketArtefacts(FakeArtefacts):
    def __init__(self, bucket: Bucket) -> None:
        super().__init__()
        client: Any = bucket
        self._real = S3Artefacts(client, BUCKET, _ONCE)

    def load(self, job: Job, name: str) -> bytes | None:
        return self._real.load(job, name)

    def save(self, job: Job, name: str, body: bytes) -> None:
        self._real.save(job, name, body)

    def clear(self, job: Job) -> None:
        self._real.clear(job)


class BucketResults(FakeResults):
    def __init__(self, bucket: Bucket) -> None:
        super().__init__()
        client: Any = bucket
        self._real = S3Results(client, BUCKET, _ONCE)

    def store(self, result: Result, subtitles: dict[str, str], deadline: Deadline) -> None:
        super().store(result, subtitles, deadline)
        self._real.store(result, subtitles, deadline)


class BucketTracks(FakeTracks):
    def __init__(self, bucket: Bucket) -> None:
        super().__init__()
        client: Any = bucket
        self._real = S3Tracks(client, BUCKET, _ONCE)

    def find(self, key: str, deadline: Deadline) -> StoredFile | None:
        return self._real.find(key, deadline)

    def fetch(self, file: StoredFile, path: Path, deadline: Deadline) -> None:
        self._real.fetch(file, path, deadline)

    def store(self, path: Path, output: Output, deadline: Deadline) -> bool:
        self.stored.append(output.key)
        return self._real.store(path, output, deadline)
