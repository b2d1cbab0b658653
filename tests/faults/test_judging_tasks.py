"""The judge on catalogues and mixes that are made up, one flaw each."""

from __future__ import annotations

import io
import json
import wave
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from botocore.exceptions import ClientError
from sqlalchemy import insert

from tests.faults.case import DONE, FAILED, Case, Run
from tests.faults.fault import Deed, Fault, Point, Side
from tests.faults.history import History, Post
from tests.faults.judging import judge
from tests.faults.trouble import Trouble
from worker.tasks.catalog.adapters.database.engine import DatabaseAddress, make_engine
from worker.tasks.catalog.adapters.database.tables import CONTENTS, METADATA, VIDEO_ASSETS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.ground import Ground

PICTURE = b"\xff\xd8 a picture \xff\xd9"
STARTED, TOLD = Post(0.5, 2, "STARTED", "msg_0", "started"), Post(1.0, 2, "DONE", "msg_1", "digest")


@dataclass
class Bucket:
    """Versions of objects by key, the newest last."""

    versions: dict[str, list[bytes]] = field(default_factory=dict[str, list[bytes]])

    def get_object(self, *, Key: str, **_: str) -> dict[str, Any]:  # noqa: N803 - S3's name
        if Key not in self.versions:
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        return {"Body": io.BytesIO(self.versions[Key][-1])}

    def list_object_versions(self, *, Prefix: str, **_: str) -> dict[str, Any]:  # noqa: N803 - S3's name
        return {"Versions": self.versions.get(Prefix, [])}

    def list_objects_v2(self, *, Prefix: str, **_: str) -> dict[str, Any]:  # noqa: N803 - S3's name
        return {"Contents": [key for key in self.versions if key.startswith(Prefix)]}


@dataclass
class Ledger:
    """Has one answer."""

    answer: dict[str, Any]

    def query(self, **_: object) -> dict[str, Any]:
        return self.answer


@dataclass
class Catalogued:
    """What there is of video 2, whose rows are its addresses and the content's number."""

    end: str | None = "DONE"
    told: Sequence[int] = (2,)
    rows: Sequence[tuple[str, int]] = (("videos/2_job-2.mp4", 2),)
    picture: bytes = PICTURE
    seconds: int = 2

    def kinds(self, folder: Path, ends: frozenset[str] = DONE) -> list[str]:
        """What the judge says of it."""
        history = History()
        history.contents[2] += self.told
        entry = json.dumps({"outcome": self.end and {"status": self.end}})
        tables = Ledger({"Items": [{"entry": {"S": entry}}]})
        aws = SimpleNamespace(s3=Bucket({"thumbnails/2_job-2.mp4.jpg": [self.picture]}), tables=tables)
        ground = SimpleNamespace(history=history, aws=aws, database=self._write(folder / "catalog.db"))
        run = Run(Case("a case", task="catalog", ends=ends), 2)
        return [flaw.kind for flaw in judge(run, cast("Ground", ground), Counter())]

    def _write(self, path: Path) -> Path:
        engine = make_engine(DatabaseAddress(f"sqlite:///{path}", tls=False))
        METADATA.create_all(engine)
        row = {"thumbnail_url": "s3://faults/thumbnails/2_job-2.mp4.jpg", "duration": self.seconds}
        with engine.begin() as connection:
            connection.execute(insert(CONTENTS).values(id=2, title="Job 2", description="Uploaded video: job-2"))
            for key, content_id in self.rows:
                values = {"content_id": content_id, "video_url": f"s3://faults/{key}", **row}
                connection.execute(insert(VIDEO_ASSETS).values(**values))
        return path


def test_a_video_that_is_catalogued_once_is_faultless(tmp_path: Path) -> None:
    assert Catalogued().kinds(tmp_path) == []


def test_a_video_that_is_not_catalogued_is_faultless_where_that_was_to_be_and_the_ledger_says_so(
    tmp_path: Path,
) -> None:
    assert Catalogued("FAILED", told=(), rows=()).kinds(tmp_path, FAILED) == []


@pytest.mark.parametrize(
    ("catalogued", "flaw"),
    [
        (Catalogued(None, told=(), rows=()), "lost"),
        (Catalogued(None), "lost"),
        (Catalogued("FAILED", rows=()), "wrong end"),
        (Catalogued(rows=()), "contradictory"),
        (Catalogued(told=()), "contradictory"),
        (Catalogued(told=(3,)), "contradictory"),
        (Catalogued(picture=b"\xff\xd8 half"), "contradictory"),
        (Catalogued(told=(2, 2)), "duplicated"),
        (Catalogued(rows=(("videos/2_job-2.mp4", 2), ("videos/2_job-2.mp4?again", 2))), "duplicated"),
        (Catalogued(seconds=3), "wrong result"),
    ],
)
def test_each_broken_promise_of_the_catalogue_is_seen(catalogued: Catalogued, flaw: str, tmp_path: Path) -> None:
    assert flaw in catalogued.kinds(tmp_path)


def mixed(level: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(array("h", [level] * 10).tobytes())
    return out.getvalue()


def mix_kinds(posts: Sequence[Post], *troubles: Trouble, **changes: list[bytes]) -> list[str]:
    """What the judge says of a mix of three segments, of which some have other versions than the right one."""
    versions = {f"{index:04d}": changes.get(f"segment_{index}", [mixed(5002 + 1000 * index)]) for index in (1, 2, 3)}
    folder = "projects/123/interim/job-2/segments"
    bucket = Bucket({f"{folder}/{index}_mix.wav": bodies for index, bodies in versions.items() if bodies})
    history = History()
    history.posts[2] += posts
    ground = cast("Ground", SimpleNamespace(history=history, aws=SimpleNamespace(s3=bucket)))
    run = Run(Case("a case", troubles, task="segment_mix"), 2)
    return [flaw.kind for flaw in judge(run, ground, Counter())]


def test_a_mix_that_was_begun_twice_and_ended_once_is_faultless() -> None:
    assert mix_kinds([STARTED, STARTED, TOLD]) == []


def test_a_worker_that_was_frozen_may_tell_of_its_beginning_after_the_end() -> None:
    frozen = Trouble(Fault(Point.STARTED, Side.BEFORE, Deed.FREEZE))

    assert mix_kinds([TOLD, STARTED], frozen) == []


@pytest.mark.parametrize(
    ("posts", "changes", "flaw"),
    [
        ([STARTED], {}, "lost"),
        ([TOLD, STARTED], {}, "contradictory"),
        ([STARTED, TOLD], {"segment_2": [mixed(7002), mixed(7002)]}, "duplicated"),
        ([STARTED, TOLD], {"segment_3": []}, "wrong result"),
        ([STARTED, TOLD], {"segment_1": [mixed(6003)]}, "wrong result"),
    ],
)
def test_each_broken_promise_of_a_mix_is_seen(posts: list[Post], changes: dict[str, list[bytes]], flaw: str) -> None:
    assert mix_kinds(posts, **changes) == [flaw]
