"""The settings of a worker of summaries, and what is wrong with changed ones."""

from __future__ import annotations

import pytest

from worker.settings.reading import SettingsError, validate
from worker.tasks.summary.settings import Settings

COMPLETE = {
    "VIDEO_BUCKET_NAME": "videos-bucket",
    "JOB_TABLE_NAME": "jobs-table",
    "BACKEND_BASE_URL": "https://backend.example.com",
    "BACKEND_INTERNAL_TOKEN": "token-canary",
    "CLOVA_API_KEY_ID": "id-canary",
    "CLOVA_API_KEY": "clova-canary",
    "CLAUDE_API_KEY": "claude-canary",
}


def problems(**changes: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        validate(Settings, COMPLETE | changes)
    return [str(problem) for problem in caught.value.problems]
