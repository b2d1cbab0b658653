from __future__ import annotations

import io

import pytest
from botocore.response import StreamingBody
from urllib3.exceptions import SSLError

from worker.adapters.s3.ranges import read_pieces
from worker.jobs.errors import SOURCE_UNAVAILABLE, JobError


class BrokenTls(io.BytesIO):
    """A body whose connection gives something that cannot be decrypted."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise SSLError(f"bad record mac in {size} bytes")


def test_tls_that_breaks_in_a_body_is_tried_again_as_any_broken_connection_is() -> None:
    body = StreamingBody(BrokenTls(), 100)

    with pytest.raises(JobError) as caught:
        list(read_pieces(body, 100))

    assert caught.value.condition is SOURCE_UNAVAILABLE
