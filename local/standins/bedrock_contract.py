"""What InvokeModel refuses about a model's id and a body."""

import re

from local.standins.claude_contract import first_problem
from local.standins.extraction import transcript_of
from local.standins.wire import JsonObject

VERSION = "bedrock-2023-05-31"
_ID = re.compile(r"((?:global|us|eu|au|jp)\.)?anthropic\.([a-z0-9-]+?)(?:-20\d{6})?(?:-v\d+:\d+)?")


def read_model(model_id: str) -> tuple[str | None, bool]:
    """The model's own name, None for an id that is none, and whether the id names a profile."""
    arn, slash, last = model_id.rpartition("/")
    found = _ID.fullmatch(last)
    if found is None or (slash and not arn.startswith("arn:")):
        return None, False
    return found[2], found[1] is not None


def find_problem(body: JsonObject) -> str | None:
    """What Bedrock would say about a body; None for a valid one. The URL names the model, so a body may not."""
    if "model" in body:
        return "model: Extra inputs are not permitted"
    if body.get("anthropic_version") != VERSION:
        return "anthropic_version: Field required"
    rest = {name: value for name, value in body.items() if name != "anthropic_version"}
    problem = first_problem({**rest, "model": "in the URL"})
    return problem or (None if transcript_of(body) else "stand-in: no numbered segments in a tool_result")
