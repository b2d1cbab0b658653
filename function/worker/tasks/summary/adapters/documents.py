"""The result document: `Result` as JSON, with the transcript's whole text added for readers."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from worker.jobs import errors
from worker.tasks.summary.result import Result

_RESULT = TypeAdapter(Result)
_UNPUBLISHED: Any = {"source": {"made_at"}, "transcript": {"segments": {"__all__": {"pauses"}}}}


def write_document(result: Result) -> bytes:
    """The JSON stored under the result key, UTF-8."""
    document = _RESULT.dump_python(result, mode="json", by_alias=True, exclude=_UNPUBLISHED)
    if result.transcript is not None:
        document["transcript"]["text"] = result.transcript.text
    return _ANY.dump_json(document, indent=1)


def describe_document() -> dict[str, Any]:
    """The published JSON schema of the document (`schemas/result.schema.json`)."""
    schema = _RESULT.json_schema()
    codes = dict.fromkeys(one.code for one in vars(errors).values() if isinstance(one, errors.Condition))
    schema["$defs"]["FailureReport"]["properties"]["code"]["enum"] = list(codes)
    del schema["$defs"]["Segment"]["properties"]["pauses"], schema["$defs"]["Source"]["properties"]["made_at"]
    transcript = schema["$defs"]["Transcript"]
    transcript["properties"]["text"] = {"title": "Text", "type": "string", "description": "All segments joined."}
    transcript["required"].append("text")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


_ANY: TypeAdapter[Any] = TypeAdapter(Any)
