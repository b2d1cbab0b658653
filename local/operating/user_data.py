"""What a deployment keeps of one user: videos, results, what attempts keep, and the ledger's items."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from local.operating.ledger_items import read_ledger_items
from local.operating.versions import Version, list_versions
from worker.delivery.ledger.entry import EntryName
from worker.tasks.summary.job import SummaryJob
from worker.video.keys import read_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from local.operating.place import Place
    from worker.delivery.ledger.entry import Entry


@dataclass(frozen=True)
class UserData:
    """What was found.

    Attributes:
        versions: Of objects, in the order of their deletion: a video first, so that no new job can read it.
        items: Keys of the ledger's items.
        unfinished: Jobs that have not ended, or whose end the backend has not accepted. A worker may go on with them,
            and store something of them again.
        unreadable: Keys of items that may be this user's or another's: they cannot be read.
    """

    versions: tuple[Version, ...]
    items: tuple[EntryName, ...]
    unfinished: tuple[str, ...]
    unreadable: tuple[EntryName, ...]


def find_user_data(place: Place, user_id: str) -> UserData:
    """Look for everything of a user in the buckets and the table.

    Raises:
        REFUSALS: AWS refuses.
    """
    ledger = read_ledger_items(place)
    own = {name: entry for name, entry in ledger.entries.items() if entry.key.startswith(f"videos/{user_id}/")}
    place_prefix = f"newest/{SummaryJob.task}/results/{user_id}/"
    newest = [name for name in ledger.places if name.job_id.startswith(place_prefix)]
    versions = _list_own(place, user_id)
    job_ids = {name.job_id for name in own} | set(_read_job_ids(versions))
    others = [name for name in (*ledger.entries, *ledger.unreadable) if name not in own]
    work = [version for job_id in sorted(job_ids) for version in _list_work(place, job_id, others)]
    return UserData((*versions, *work), (*own, *newest), _name_unfinished(own.values()), ledger.unreadable)


def _name_unfinished(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.job_id for one in entries if not (one.finished or one.abandoned)))


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


def _list_work(place: Place, job_id: str, others: Iterable[EntryName]) -> Iterator[Version]:
    """What attempts keep of a job, but not of an upload of another user's that has the same id."""
    kept = tuple(f"work/{name.job_id}/{name.generation}/" for name in others if name.job_id == job_id)
    for version in list_versions(place.aws.s3, place.outputs["ResultBucketName"], f"work/{job_id}/"):
        if not version.key.startswith(kept):
            yield version
