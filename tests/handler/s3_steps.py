"""What a job asks of S3: lines for the script of `S3StandIn` up to where a test puts its fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.adapters.s3_stand_in import Handler


def serve(handler: Handler) -> None:
    """Nothing is wrong with this request."""
    handler.serve()


UNTIL_FETCHED = [serve]
"""Of the folder `VIDEOS`: the upload's head."""

VIDEOS, RESULTS = "/videos/", "/results/"
