from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.checkup.finding import Finding, State

COMPLETE = {
    "APP_ENV": "dev",
    "VIDEO_BUCKET_NAME": "videos",
    "BACKEND_BASE_URL": "http://127.0.0.1:1",
    "BACKEND_INTERNAL_TOKEN": "secret-token",
    "CLOVA_API_KEY_ID": "secret-id",
    "CLOVA_API_KEY": "secret-key",
    "CLAUDE_API_KEY": "secret-claude",
    "CLOVA_STT_URL": "http://127.0.0.1:1/stt",
    "CLAUDE_API_URL": "http://127.0.0.1:1",
}


def states(findings: list[Finding]) -> dict[str, State]:
    return {finding.subject: finding.state for finding in findings}
