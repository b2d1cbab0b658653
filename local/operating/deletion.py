"""Delete what was found of a user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.aws import REFUSALS
from local.operating.versions import delete_versions

if TYPE_CHECKING:
    from local.operating.place import Place
    from local.operating.user_data import UserData
    from worker.delivery.ledger.entry import EntryName


def delete_user_data(place: Place, found: UserData) -> dict[str, str]:
    """Delete objects, then the ledger's items: while an object is left, they say where the next run has to look.

    Returns:
        What could not be deleted, and why.
    """
    left = {str(version): reason for version, reason in delete_versions(place.aws.s3, found.versions).items()}
    if not left:
        return _delete_items(found.items, place)
    if found.items:
        left["the ledger's items"] = "kept until the objects are gone"
    return left


def name_item(item: EntryName) -> str:
    """An item of the ledger, for people."""
    return f"ledger: {item.job_id} {item.generation}"


def _delete_items(items: tuple[EntryName, ...], place: Place) -> dict[str, str]:
    left: dict[str, str] = {}
    for item in items:
        key = {"job_id": {"S": item.job_id}, "generation": {"S": item.generation}}
        try:
            place.aws.tables.delete_item(TableName=place.outputs["JobTableName"], Key=key)
        except REFUSALS as problem:
            left[name_item(item)] = str(problem)
    return left
