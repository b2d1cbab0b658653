"""What a job asks of S3, in order: lines for the script of `S3StandIn` up to where a test puts its fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.adapters.s3_stand_in import Handler


def serve(handler: Handler) -> None:
    """Nothing is wrong with this request."""
    handler.serve()


UNTIL_FETCHED = [serve]
"""The upload's head."""

UNTIL_STORED = [*UNTIL_FETCHED, serve, *[serve] * 4]
"""The video, then for CLOVA's and for Claude's answer whether it is known, and its keeping."""
