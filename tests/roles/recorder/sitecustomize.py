# noqa: INP001 - no package: Python finds it by its name
"""Notes the calls of AWS that a function makes. Python imports a module of this name at its start, if it finds one.

The function itself is not changed for it: `PYTHONPATH` leads its Python here.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from botocore.client import BaseClient
from botocore.exceptions import ClientError

# `tests.roles.calls` reads it; nothing of this project can be imported here.
RECORDING = Path(__file__).parents[3] / "build/aws-calls.jsonl"
SETTINGS = ("VIDEO_BUCKET_NAME", "SQS_QUEUE_URL", "JOB_TABLE_NAME", "SECRETS_ARN")
NAMED = ("Bucket", "QueueUrl", "TableName", "SecretId")
RESULTS = "the-bucket-of-the-results"
_buckets: dict[str, str] = {}
_settings = {os.environ[name]: name for name in SETTINGS if os.environ.get(name)}
_call: Any = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001 - every call goes through it


def tell_results_apart() -> None:
    """Name the results' bucket otherwise than the videos', even where it is the same: each call says which it means."""
    _buckets[RESULTS] = os.environ.get("RESULT_BUCKET_NAME") or os.environ.get("VIDEO_BUCKET_NAME", "")
    _settings[RESULTS] = "RESULT_BUCKET_NAME"
    os.environ["RESULT_BUCKET_NAME"] = RESULTS


def _make_api_call(self: BaseClient, operation: str, given: dict[str, Any]) -> Any:
    asked, missing = dict(given), False  # botocore adds parameters of its own
    if given.get("Bucket") in _buckets:
        given = {**given, "Bucket": _buckets[given["Bucket"]]}
    try:
        return _call(self, operation, given)
    except ClientError as error:
        missing = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404
        raise
    finally:
        _note(f"{self.meta.service_model.service_name}:{operation}", asked, missing=missing)


def _note(call: str, given: dict[str, Any], *, missing: bool) -> None:
    """A setting's name stands for its value, so that the template says which resource it is."""
    [named] = [given[name] for name in NAMED if name in given] or [""]
    listed = [one["Key"] for one in given.get("Delete", {}).get("Objects", [])]
    keys = [given["Key"]] if isinstance(given.get("Key"), str) else listed
    line = {
        "function": os.environ["AWS_LAMBDA_FUNCTION_NAME"],
        "task": os.environ.get("VIDEO_TASK", ""),
        "call": call,
        "setting": _settings.get(named, named),
        "keys": keys,
        "prefix": given.get("Prefix", ""),
        "index": given.get("IndexName", ""),
        "given": sorted(given),
        "missing": missing,
    }
    RECORDING.parent.mkdir(exist_ok=True)
    with RECORDING.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")


BaseClient._make_api_call = _make_api_call  # type: ignore[attr-defined]  # noqa: SLF001 - see above
# The catalogue has one bucket, whose name becomes part of a picture's address.
if os.environ.get("VIDEO_TASK") != "catalog":
    tell_results_apart()
