from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from worker.adapters.aws import make_s3_client, make_sqs_client
from worker.adapters.s3.reading import CONNECTIONS
from worker.jobs.errors import SETTINGS_INVALID, JobError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("make", [make_s3_client, make_sqs_client])
@pytest.mark.parametrize(("region", "endpoint"), [("ap northeast 2", ""), ("ap-northeast-2", "not an address")])
def test_a_client_that_cannot_be_made_is_the_deployments_fault(
    make: Callable[[str], object], region: str, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)

    with pytest.raises(JobError) as caught:
        make(region)

    assert (caught.value.condition, caught.value.setting) == (
        SETTINGS_INVALID,
        "AWS_REGION, AWS_ENDPOINT_URL",
    )


def test_connections_for_the_videos_of_the_largest_batch_are_kept_open() -> None:
    assert vars(make_s3_client("ap-northeast-2").meta.config)["max_pool_connections"] > 10 * CONNECTIONS
