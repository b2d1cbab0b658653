from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.adapters.asking import REQUEST, model
from worker.jobs.deadline import Deadline

if TYPE_CHECKING:
    from local.standins.claude import ClaudeStandIn

FUNCTION = Path(__file__).parents[2] / "function"


def test_importing_the_adapter_does_not_import_the_sdk() -> None:
    program = "import sys, worker.adapters.claude; print('anthropic' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], cwd=FUNCTION, capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_preparing_imports_the_sdk_while_the_job_goes_on() -> None:
    program = """
import sys, threading
from worker.adapters.claude import ClaudeModel, ModelOptions
from worker.adapters.calls.keys import Keys
from worker.adapters.calls.retry import RetryPolicy
ClaudeModel("http://localhost", Keys({"CLAUDE_API_KEY": "k"}), ModelOptions("m", 9), RetryPolicy()).prepare()
for thread in threading.enumerate():
    if thread is not threading.main_thread():
        thread.join()
print("anthropic" in sys.modules)
"""

    done = subprocess.run([sys.executable, "-c", program], cwd=FUNCTION, capture_output=True, text=True, check=True)

    assert done.stdout == "True\n"


def test_a_question_may_come_before_the_preparation_is_done(claude: ClaudeStandIn) -> None:
    prepared = model(claude)

    prepared.prepare()

    assert prepared.answer(REQUEST, Deadline.after(100)).text
