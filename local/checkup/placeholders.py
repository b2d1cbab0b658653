"""Values that .env.example gives as examples: nobody's bucket, queue and backend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.checkup.finding import Finding, bad

if TYPE_CHECKING:
    from collections.abc import Mapping

ADVICE = {
    "VIDEO_BUCKET_NAME": "give the stack's output VideoBucketName, or your own bucket",
    "SQS_QUEUE_URL": "give the stack's output QueueUrl, or leave it empty",
    "BACKEND_BASE_URL": "give your backend's address; /internal/jobs/{job_id}/complete is added to it",
}


def check_placeholders(values: Mapping[str, str], example: Mapping[str, str]) -> list[Finding]:
    """Name the settings that were copied and not filled in.

    Args:
        values: The settings.
        example: What .env.example holds.
    """
    return [
        bad(name, "still the value of .env.example", advice)
        for name, advice in ADVICE.items()
        if example.get(name) and values.get(name) == example[name]
    ]
