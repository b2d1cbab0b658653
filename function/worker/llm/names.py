"""The names by which a model is known at its providers."""

from __future__ import annotations

import re

_BEDROCK = re.compile(r"(?:[a-z]+(?:-[a-z]+)*\.)?anthropic\.([^.:/]+?)(?:-v\d+(?::\w+)*)?")


def read_model_name(model: str) -> str:
    """Anthropic's own name of a model, by which answers are kept and priced, whoever served them.

    Args:
        model: Anthropic's name, or Bedrock's: `global.anthropic.claude-haiku-5-5`, a profile with a version, or an ARN.

    Returns:
        `claude-haiku-5-5`, with its date where it has one. Any other name as it is, so also the ARN of an application's
        own profile, which does not tell the model.
    """
    found = _BEDROCK.fullmatch(model.rpartition("/")[2] if model.startswith("arn:") else model)
    return found[1] if found else model
