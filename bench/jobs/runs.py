"""One job, or a batch of them, one way or the other, and everything it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from bench.jobs.services import Services
from bench.jobs.watching import watch
from tests.builders import s3_message, s3_record, sqs_batch, sqs_record
from tests.image import ENVIRONMENT
from tests.media.store import FFMPEG

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

_ROOT = Path(__file__).parents[2]
BUCKET_NAME = "bench"
MEMORY_GB = 3008 / 1024
"""`MemoryMegabytes` of the template, for GB-seconds."""

_OURS, SEQUENTIAL = "bench.jobs.worker", "bench.jobs.sequential"


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds, MB, and seconds of audio billed; `fetched` are MB out of S3, `calls` seconds of audio of each call."""

    wall: float
    cpu: float
    memory: float
    disk: float
    fetched: float
    billed: float
    calls: tuple[float, ...]

    @property
    def gigabyte_seconds(self) -> float:
        """What Lambda bills for it."""
        return self.wall * MEMORY_GB


@dataclass(frozen=True, slots=True)
class Bench:
    """The world that jobs run in: `folder` holds the films, and `store` is S3's address."""

    folder: Path
    store: str
    services: Services
    settings: Mapping[str, str]

    def run(self, way: str, films: Sequence[Path], **settings: str) -> Run:
        """Let a new process do the jobs of these films, in one invocation.

        Args:
            way: the module that does it.
            films: in the bucket's folder.
            settings: besides the bench's own, by their names.

        Returns:
            What it took, its start and imports only counted as processor time.
        """
        self.services.forget()
        before = self._fetched()
        environment = {**self.settings, **self.services.settings, "AWS_ENDPOINT_URL": self.store, **settings}
        with tempfile.TemporaryDirectory() as folder:
            environment["TMPDIR"] = folder
            command = [sys.executable, "-m", way]
            seen = watch(command, json.dumps(_make_event(films)), environment, Path(folder))
        calls = self.services.clova.calls
        fetched, heard = self._fetched() - before, tuple(call.seconds for call in calls)
        billed = sum(call.billed_seconds for call in calls)
        return Run(float(seen.output.split()[-1]), seen.cpu, seen.memory, seen.disk, fetched / 1e6, billed, heard)

    def _fetched(self) -> int:
        with urlopen(f"{self.store}/-/fetched") as answer:  # noqa: S310 - our own store on loopback
            return int(answer.read())


def run_ours(world: Bench, films: Sequence[Path], at_once: int, **settings: str) -> Run:
    """Our way with so many calls to CLOVA at once."""
    return world.run(_OURS, films, CLOVA_CONCURRENCY=str(at_once), **settings)


@contextmanager
def bench(folder: Path, rate: float, services: Services) -> Generator[Bench]:
    """Serve a folder's files as S3 would, `rate` bytes a second; the children import this repository."""
    command = [sys.executable, "-m", "bench.jobs.bucket", str(folder), str(rate)]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{_ROOT / 'function'}{os.pathsep}{_ROOT}"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as store:
        assert store.stdout is not None
        try:
            port = int(store.stdout.readline())
            yield Bench(folder, f"http://127.0.0.1:{port}", services, {**environment, **_SETTINGS})
        finally:
            store.kill()


_SETTINGS = {
    "APP_ENV": "dev",
    "AWS_REGION": "ap-northeast-2",
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "VIDEO_BUCKET_NAME": BUCKET_NAME,
    "FFMPEG_PATH": FFMPEG,
    "MAX_VIDEO_SECONDS": "43200",
    "MAX_VIDEO_BYTES": str(20 * 1024**3),
    **ENVIRONMENT,
}


def _make_event(films: Sequence[Path]) -> dict[str, object]:
    """A batch with one message a film, as SQS hands it to Lambda."""
    records: list[dict[str, object]] = []
    for number, film in enumerate(films):
        size = json.loads(film.read_text())["bytes"] if film.suffix == ".endless" else film.stat().st_size
        key = f"videos/7/{number}-{film.name}"
        found = s3_record(key, bucket=BUCKET_NAME, versionId=None, eTag="", size=size)
        records.append(sqs_record(s3_message(found), message_id=key))
    return sqs_batch(*records)
