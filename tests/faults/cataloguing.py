"""The catalogue of the suites: videos whose length says which upload they are, a database, and what was wrong there."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from local.catalog_database import make_database
from tests.faults.stores import BUCKET, TABLE
from tests.media.clips import H264, pictures
from tests.media.store import make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local.aws import Aws
    from tests.faults.case import Run
    from tests.faults.ground import Ground

_SHORTEST_SECONDS = 2
_ROWS = "SELECT content_id, thumbnail_url, duration FROM video_assets WHERE video_url LIKE ?"
_CONTENTS = "SELECT id FROM contents WHERE description = ?"


def film(version: int) -> bytes:
    """The video of an upload of a key; each is a second longer than the one before."""
    seconds = _SHORTEST_SECONDS + version
    return make(f"film-{seconds}.mp4", (*pictures(seconds), *H264, "-movflags", "+faststart")).read_bytes()


def prepare_database(folder: Path) -> Path:
    """Make an empty database as the migrations make it; its readers do not wait for a dozen writers."""
    path = folder / "catalog.db"
    make_database(f"sqlite:///{path}")
    _query(path, "PRAGMA journal_mode=WAL")
    return path


def judge_catalog(run: Run, ground: Ground, dead_letters: int) -> list[tuple[str, str]]:
    """Kinds of flaws of a catalogue job, and what was seen.

    Nobody is told of one. It has succeeded where row, content and picture are there and fit together; else the ledger
    or a dead letter has to say that it failed.
    """
    ends, missing = _read_ends(run, ground.aws), list(_find_missing(run, ground))
    end = "DONE" if not missing else "FAILED" if dead_letters or "FAILED" in ends else None
    found = list(_find_doubles(run, ground))
    if end is None or (ends and set(ends) == {None}):
        found.append(("lost", f"not catalogued, the ledger says {ends}: {missing}"))
    elif end not in run.case.ends:
        found.append(("wrong end", f"{end}: {missing}"))
    if missing and "DONE" in ends:
        found.append(("contradictory", f"the ledger says DONE: {missing}"))
    newest = _SHORTEST_SECONDS + run.uploads - 1
    stale = [seconds for _, _, seconds in _query(ground.database, _ROWS, f"%{run.name}.mp4") if seconds != newest]
    return found + [("wrong result", f"the row is of a video of {seconds} s") for seconds in stale]


def _read_ends(run: Run, aws: Aws) -> list[str | None]:
    """How the ledger says that each upload ended; None for one that has no end."""
    asked: Any = {"KeyConditionExpression": "job_id = :job", "ExpressionAttributeValues": {":job": {"S": run.name}}}
    items = aws.tables.query(TableName=TABLE, ConsistentRead=True, **asked)["Items"]
    outcomes = [json.loads(item.get("entry", {}).get("S", "{}"))["outcome"] for item in items]
    return [outcome and outcome["status"] for outcome in outcomes]


def _find_missing(run: Run, ground: Ground) -> Iterator[str]:
    """What a video that is catalogued would have."""
    rows, told = _query(ground.database, _ROWS, f"%{run.name}.mp4"), set(ground.history.contents[run.number])
    if not rows:
        yield "no row"
    if not told:
        yield "the API was not told"
    for content_id, address, _ in rows:
        if told and told != {content_id}:
            yield f"the row is of content {content_id}, the API was told of {told}"
        if not run.case.anonymous and content_id != run.number:
            yield f"the row is of content {content_id}"
        if not _is_picture(ground.aws, address.removeprefix(f"s3://{BUCKET}/")):
            yield f"no picture at {address}"


def _find_doubles(run: Run, ground: Ground) -> Iterator[tuple[str, str]]:
    """Effects that are there twice; the API may be told again by an attempt after one that was disturbed."""
    case = run.case
    told, rows = ground.history.contents[run.number], _query(ground.database, _ROWS, f"%{run.job_id}.mp4%")
    contents = _query(ground.database, _CONTENTS, f"Uploaded video: {run.job_id}")
    pictures = ground.aws.s3.list_objects_v2(Bucket=BUCKET, Prefix=f"thumbnails/{run.name}").get("Contents", [])
    if len(told) > run.uploads + len(case.troubles) + sum(map(len, case.scripts.values())):
        yield "duplicated", f"the API was told {len(told)} times"
    for what, seen in (("rows", rows), ("contents", contents), ("pictures", pictures)):
        if len(seen) > 1:
            yield "duplicated", f"{len(seen)} {what}"


def _is_picture(aws: Aws, key: str) -> bool:
    try:
        body = aws.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    except ClientError:
        return False
    return body.startswith(b"\xff\xd8") and body.endswith(b"\xff\xd9")


def _query(database: Path, statement: str, *values: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(statement, values).fetchall()
