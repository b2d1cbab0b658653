"""What IAM knows of a model at Bedrock. No question is sent: each is paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.adapters.bedrock.place import Place, find_model_id

if TYPE_CHECKING:
    from collections.abc import Mapping

ACTION = "bedrock:InvokeModel"
PROFILE_KEY = "bedrock:InferenceProfileArn"


@dataclass(frozen=True)
class Model:
    """The ARNs of a profile, "" for none, and of the foundation model behind it, "" where the id does not tell it."""

    profile: str
    foundation: str


def is_chosen(values: Mapping[str, str]) -> bool:
    """Whether Claude is asked through Bedrock."""
    return values.get("CLAUDE_PROVIDER", "").strip() == "bedrock"


def find_model(values: Mapping[str, str], partition: str, account: str) -> Model:
    """The model of `CLAUDE_MODEL` in the account whose role calls it."""
    model_id = find_model_id(values["CLAUDE_MODEL"])
    start = f"arn:{partition}:bedrock:{_read_region(values)}"
    name = model_id.rpartition("/")[2]
    prefix, found, own = name.partition("anthropic.")
    # A global profile passes the request to a model whose ARN names no Region.
    place = f"arn:{partition}:bedrock:" if prefix == "global." else start
    foundation = f"{place}::foundation-model/anthropic.{own}" if found else ""
    if model_id.startswith("arn:"):
        return Model("" if ":foundation-model/" in model_id else model_id, foundation)
    return Model(f"{start}:{account}:inference-profile/{model_id}" if prefix else "", foundation)


def find_url(values: Mapping[str, str]) -> tuple[str, str]:
    """The setting that says where Bedrock is, and its URL."""
    place = Place(_read_region(values), values.get("BEDROCK_ENDPOINT_URL", ""))
    return place.setting, place.make_url("any")


def _read_region(values: Mapping[str, str]) -> str:
    return values.get("BEDROCK_REGION") or values.get("AWS_REGION", "")
