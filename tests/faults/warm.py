"""What every worker reads and builds once, done before the first is forked: a cold start then costs 0.1 s, not 1.5."""

from __future__ import annotations

from contextlib import suppress

from tests.faults import launcher
from worker.adapters.services import make_services
from worker.jobs.deadline import Deadline
from worker.jobs.errors import JobError
from worker.llm.model import ModelRequest
from worker.tasks.catalog.adapters.database import assets
from worker.tasks.segment_mix.adapters.mixing import mixer
from worker.tasks.summary.settings import Settings
from worker.tasks.summary.wiring import make_ports

__all__ = ["assets", "launcher", "mixer"]

_NOBODY = "http://127.0.0.1:9"
_SETTINGS = dict.fromkeys(
    ("BACKEND_INTERNAL_TOKEN", "CLOVA_API_KEY_ID", "CLOVA_API_KEY", "CLAUDE_API_KEY", "VIDEO_BUCKET_NAME"), "none"
)

settings = Settings.model_validate(
    {**_SETTINGS, "APP_ENV": "dev", "BACKEND_BASE_URL": _NOBODY, "CLAUDE_API_URL": _NOBODY, "MAX_RETRIES": "0"}
)
ports = make_ports(settings, make_services(settings))
with suppress(JobError):
    ports.model.answer(ModelRequest("Say nothing.", "[]", {}), Deadline.after(60))
