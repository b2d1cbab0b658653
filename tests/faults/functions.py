"""One worker has all tasks here; in AWS the catalogue and the sweep are functions with roles of their own."""

from __future__ import annotations

import importlib
import json
import os
from typing import Any

SWEEP = {"source": "aws.scheduler"}
"""The event of the schedule."""


def record_calls() -> None:
    """Record this process's calls of AWS for `tests/roles`, as the end-to-end tests do."""
    importlib.import_module("tests.roles.recorder.sitecustomize").tell_results_apart()


def name_function(event: dict[str, Any]) -> None:
    """Say in the environment, as Lambda does, which function an event is for: the recording takes it from there."""
    os.environ["AWS_LAMBDA_FUNCTION_NAME"] = "faults-sweep" if event == SWEEP else "faults-worker"
    # Only the catalogue's files are films here.
    os.environ["VIDEO_TASK"] = "catalog" if ".mp4" in json.dumps(event) else "summary"
