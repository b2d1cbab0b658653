from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.adapters.asking import SPOKEN, TRANSCRIPT

REPOSITORY = Path(__file__).parents[2]


def run(program: str) -> str:
    """Run a program in a fresh interpreter in which everything is logged; returns all it wrote."""
    environment = {
        "PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'function'}",
        "PATH": os.environ["PATH"],
        "AWS_ACCESS_KEY_ID": "AKIALOCAL",
        "AWS_SECRET_ACCESS_KEY": "local-secret",
        "LOG_LEVEL": "DEBUG",
        "POWERTOOLS_LOG_LEVEL": "DEBUG",
    }
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def test_a_question_to_bedrock_as_the_worker_is_wired_loads_no_sdk() -> None:
    written = run("""
import sys
import app
from local.standins.bedrock import BedrockStandIn
from tests.adapters.asking import REQUEST
from tests.tasks.summary.settings import COMPLETE
from worker.adapters.services import make_services
from worker.jobs.deadline import Deadline
from worker.settings.reading import validate
from worker.tasks.summary.settings import Settings
from worker.tasks.summary.wiring import make_ports
with BedrockStandIn() as bedrock:
    chosen = {"APP_ENV": "dev", "CLAUDE_PROVIDER": "bedrock", "BEDROCK_ENDPOINT_URL": bedrock.url}
    settings = validate(Settings, COMPLETE | chosen)
    model = make_ports(settings, make_services(settings)).model
    model.prepare()
    print(model.answer(REQUEST, Deadline.after(100)).usage)
print("loaded:", sorted({"anthropic", "httpx2"} & sys.modules.keys()))
""")

    assert "ModelUsage(" in written
    assert "loaded: []" in written


def test_neither_key_nor_words_are_logged_where_all_tell_everything() -> None:
    written = run(f"""
import logging
logging.basicConfig(level=logging.DEBUG)
from local.standins.bedrock import BedrockStandIn
from local.standins.faults import Status
from tests.adapters.invoking import ask, fail
with BedrockStandIn() as bedrock:
    bedrock.script = [Status(429)]
    ask(bedrock)
    fail(bedrock, [Status(400, "", {SPOKEN!r})])
""")

    assert "LLM_ANSWER" in written
    refusals = [json.loads(line) for line in written.splitlines() if '"LLM_ERROR"' in line and line.startswith("{")]
    assert [one["type"] for one in refusals] == ["ThrottlingException", "ValidationException"]
    assert all(one["request_id"].startswith("00000000-0000-4000-8000-") for one in refusals)
    assert "local-secret" not in written
    assert SPOKEN not in written
    assert TRANSCRIPT[40:60] not in written
