from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.adapters.asking import KEY, SPOKEN, TRANSCRIPT

if TYPE_CHECKING:
    from collections.abc import Mapping

REPOSITORY = Path(__file__).parents[2]


def run_with(environment: Mapping[str, str]) -> str:
    """Ask once in a fresh interpreter; returns all it wrote."""
    program = f"""
import logging
logging.basicConfig(level=logging.DEBUG)
from local.standins.claude import ClaudeStandIn
from local.standins.faults import Status
from tests.adapters.asking import ask, fail
with ClaudeStandIn() as claude:
    claude.script = [Status(529)]
    ask(claude)
    fail(claude, [Status(400, "", {SPOKEN!r})])
"""
    clean = {"PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'function'}", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", program], env={**clean, **environment}, capture_output=True, text=True, check=True
    )
    return done.stdout + done.stderr


def test_neither_key_nor_words_are_logged_where_all_tell_everything() -> None:
    written = run_with({"LOG_LEVEL": "DEBUG", "POWERTOOLS_LOG_LEVEL": "DEBUG", "ANTHROPIC_LOG": "debug"})

    assert "LLM_ANSWER" in written
    assert "LLM_ERROR" in written
    assert KEY not in written
    assert SPOKEN not in written
    assert TRANSCRIPT[40:60] not in written
