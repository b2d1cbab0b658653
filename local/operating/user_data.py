"""What a deployment keeps of one user: videos, results, what attempts keep, and the ledger's items."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from local.operating.versions import Version, list_versions
from worker.delivery.ledger.entry import Entry, EntryName
from worker.tasks.summary.job import SummaryJob
from worker.video.keys import read_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from local.operating.place import Place

_ENTRY = TypeAdapter(Entry)


@dataclass(frozen=True)
class UserData:
    """What was found.

    Attributes:
        versions: Of objects, in the order of their deletion: a video first, so that no new job can read it.
        items: Keys of the ledger's items.
        unfinished: Jobs that a worker may go on with, and store something of again.
    """

    versions: tuple[Version, ...]
    items: tuple[EntryName, ...]
    unfinished: tuple[str, ...]


def find_user_data(place: Place, user_id: str) -> UserData:
    """Look for everything of a user in the buckets and the table.

    Raises:
        REFUSALS: AWS refuses.
    """
    items = dict(_scan(place))
    entries = {name: _ENTRY.validate_json(body) for name, body in items.items() if not _names_a_place(name)}
    own = {name: entry for name, entry in entries.items() if entry.key.startswith(f"videos/{user_id}/")}
    place_prefix = f"newest/{SummaryJob.task}/results/{user_id}/"
    newest = [name for name in items if name.job_id.startswith(place_prefix)]
    versions = _list_own(place, user_id)
    job_ids = {name.job_id for name in own} | set(_read_job_ids(versions))
    others = {f"work/{name.job_id}/{name.generation}/" for name in entries.keys() - own.keys()}
    work = [version for job_id in sorted(job_ids) for version in _list_work(place, job_id, others)]
    return UserData(
        (*versions, *work),
        (*own, *newest),
        tuple(dict.fromkeys(one.job_id for one in own.values() if not (one.outcome or one.abandoned))),
    )


def _list_own(place: Place, user_id: str) -> list[Version]:
    folders = {"VideoBucketName": f"videos/{user_id}/", "ResultBucketName": f"results/{user_id}/"}
    s3 = place.aws.s3
    return [one for name, prefix in folders.items() for one in list_versions(s3, place.outputs[name], prefix)]


def _read_job_ids(versions: list[Version]) -> Iterator[str]:
    """The jobs that keys name; a result's key has the form of a video's."""
    for version in versions:
        folder, *names = PurePosixPath(version.key).parts
        address = read_address("/".join(["videos", *names])) if folder in {"videos", "results"} else None
        if address is not None:
            yield address.job_id


def _list_work(place: Place, job_id: str, others: set[str]) -> Iterator[Version]:
    """What attempts keep of a job, but not of an upload of another user's that has the same id."""
    for version in list_versions(place.aws.s3, place.outputs["ResultBucketName"], f"work/{job_id}/"):
        if not version.key.startswith(tuple(others)):
            yield version


def _scan(place: Place) -> Iterator[tuple[EntryName, str]]:
    """Every item of the table: it has no index by user, and holds 30 days."""
    pages = place.aws.tables.get_paginator("scan").paginate(
        TableName=place.outputs["JobTableName"], ConsistentRead=True
    )
    for page in pages:
        for item in page.get("Items", []):
            yield EntryName(_text(item, "job_id"), _text(item, "generation")), _text(item, "entry")


def _text(item: Mapping[str, Mapping[str, object]], name: str) -> str:
    return str(item.get(name, {}).get("S", ""))


def _names_a_place(name: EntryName) -> bool:
    """Whether an item says which upload of a place is the newest: no job's id has a slash."""
    return "/" in name.job_id
