"""What a job asks of S3, in order: lines for the script of `S3StandIn` up to where a test puts its fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.adapters.s3_stand_in import Handler


def serve(handler: Handler) -> None:
    """Nothing is wrong with this request."""
    handler.serve()


UNTIL_LOCATED = [serve]
"""A result of this upload is looked for."""

UNTIL_FETCHED = [*UNTIL_LOCATED, serve, serve]
"""The upload's head, and with what it says the result again."""

UNTIL_STORED = [*UNTIL_FETCHED, serve]
"""The video."""
