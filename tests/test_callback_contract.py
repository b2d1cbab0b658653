"""`schemas/callback.schema.json` and `docs/callback.md` are what the worker sends, and their code runs."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from standardwebhooks import Webhook

from tests.builders import a_result
from tests.standins.calling_backend import SECRET
from tests.test_pages import blocks
from worker.adapters.backend.backend import HttpBackend
from worker.adapters.backend.headers import make_webhook_headers
from worker.delivery.ledger.resend_schedule import SCHEDULE
from worker.jobs import errors
from worker.settings.webhook_secrets import read_webhook_secrets
from worker.tasks.summary.result import Cost, Meta

ROOT = Path(__file__).parents[1]
SCHEMA: dict[str, Any] = json.loads((ROOT / "schemas/callback.schema.json").read_text())
FAILURE = errors.JobError(errors.LLM_MALFORMED, "LLM", "Claude answered with a blank summary.")
PAGE = "docs/callback.md"
BODY = '{"status": "DONE", "transcript": "안녕"}'.encode()
OTHER = "whsec_" + base64.b64encode(b"another of twenty-four..").decode()
DAY = 86_400

PYTHON_MAIN = """
import json, sys
for case in json.load(sys.stdin):
    print(str(verify(case["secret"], case["headers"], case["body"].encode())).lower())
"""
NODE_MAIN = """
import { readFileSync } from "node:fs";
for (const { secret, headers, body } of JSON.parse(readFileSync(0, "utf8")))
    console.log(verify(secret, headers, Buffer.from(body)));
"""
JAVA_MAIN = """
class Main {
    public static void main(String[] words) throws Exception {
        for (int at = 0; at < words.length;) {
            String secret = words[at++], body = words[at++];
            Map<String, String> headers = new java.util.HashMap<>();
            for (int left = Integer.parseInt(words[at++]); left > 0; left--) headers.put(words[at++], words[at++]);
            System.out.println(Callbacks.verify(secret, headers, body.getBytes("UTF-8")));
        }
    }
}
"""


@pytest.mark.parametrize("supersedes", [None, "msg_1"])
@pytest.mark.parametrize("result", [a_result(), a_result().with_failure(FAILURE)], ids=["done", "failed"])
def test_what_the_worker_sends_keeps_the_schema(result: Any, supersedes: str | None) -> None:
    body = json.loads(result.callback("generation", supersedes).body)

    jsonschema.validate(body, SCHEMA)  # pyright: ignore[reportUnknownMemberType] - jsonschema's stubs are partial


def test_a_failure_before_anything_was_paid_keeps_the_schema() -> None:
    result = a_result().with_failure(FAILURE)
    bare = type(result)(result.status, "1", None, result.source, "results/1.json", failure=result.failure)
    for supersedes in (None, "msg_1"):
        body = json.loads(bare.callback("generation", supersedes).body)

        jsonschema.validate(body, SCHEMA)  # pyright: ignore[reportUnknownMemberType] - jsonschema's stubs are partial


def test_the_schema_names_every_field_of_meta() -> None:
    properties = SCHEMA["$defs"]["meta"]["properties"]

    assert list(properties) == [*Meta.__dataclass_fields__, "supersedes"]
    assert list(properties["cost"]["properties"]) == list(Cost.__dataclass_fields__)


def test_the_schema_names_every_code_that_is_sent() -> None:
    codes = {one.code for one in vars(errors).values() if isinstance(one, errors.Condition)}

    assert set(SCHEMA["$defs"]["failed"]["properties"]["error_code"]["enum"]) == codes - {"CALLBACK_FAILED"}


def test_the_page_tells_the_limit_and_the_schedule_of_the_code() -> None:
    text = (ROOT / PAGE).read_text()
    minutes, hours = ([f"{delay / unit:.0f}" for delay in SCHEDULE] for unit in (60, 3600))
    words = [f"{minutes[1]} min", f"{minutes[2]} min", *(f"{hour} h" for hour in hours[3:])]

    assert f"within {HttpBackend.limits.at_most:.0f} s" in text
    assert f"{', '.join(words[:-1])} and {words[-1]}" in text


def sign(secret: str = SECRET, age: int = 0) -> dict[str, str]:
    """The headers of a callback, as the worker makes them."""
    return make_webhook_headers("msg_1", BODY, time.time() - age, read_webhook_secrets(secret).common)


def run_python(folder: Path, cases: list[dict[str, Any]]) -> str:
    (folder / "check.py").write_text(blocks(PAGE, "python")[0] + PYTHON_MAIN)
    return run([sys.executable, "check.py"], folder, json.dumps(cases))


def run_node(folder: Path, cases: list[dict[str, Any]]) -> str:
    (folder / "check.mjs").write_text(blocks(PAGE, "js")[0] + NODE_MAIN)
    return run([find("node"), "check.mjs"], folder, json.dumps(cases))


def run_java(folder: Path, cases: list[dict[str, Any]]) -> str:
    code, head = blocks(PAGE, "java")[0], "class Callbacks"
    imports, _, rest = code.partition(head)
    (folder / "Main.java").write_text(imports + JAVA_MAIN + head + rest)
    words: list[str] = []
    for case in cases:
        headers = [word for pair in case["headers"].items() for word in pair]
        words += [case["secret"], case["body"], str(len(case["headers"])), *headers]
    hurried = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # it runs once, and not for long
    return run([find("java"), *hurried, "Main.java", *words], folder, "")


def find(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"this machine has no {program}")
    return path


def run(command: list[str], folder: Path, said: str) -> str:
    done = subprocess.run(
        command, cwd=folder, input=said, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    return done.stdout.strip() or done.stderr


@pytest.mark.parametrize("verify", [run_python, run_node, run_java])
def test_the_pages_code_takes_the_workers_callbacks_and_no_others(verify: Any, tmp_path: Path) -> None:
    changes: dict[str, dict[str, Any]] = {
        "right": {},
        "changed": {"body": BODY.decode() + " "},
        "another secret": {"secret": OTHER},
        "old": {"headers": sign(age=DAY)},
        "of the future": {"headers": sign(age=-DAY)},
        "unsigned": {"headers": {"webhook-id": "msg_1"}},
        "bare": {"headers": {}},
    }
    cases = [{"secret": SECRET, "headers": sign(), "body": BODY.decode(), **change} for change in changes.values()]
    answers = verify(tmp_path, cases).splitlines()

    assert dict(zip(changes, answers, strict=True)) == {name: str(name == "right").lower() for name in changes}


@pytest.mark.parametrize("line", range(2))
def test_the_pages_commands_make_a_secret_that_worker_and_library_take(line: int) -> None:
    command = blocks(PAGE, "bash")[1].splitlines()[line]
    secret = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True).stdout.strip()

    assert read_webhook_secrets(secret).common is not None
    assert Webhook(secret).verify(BODY, sign(secret)) == json.loads(BODY)
