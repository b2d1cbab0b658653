"""Where a model is invoked, and under which id."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Place:
    """`BEDROCK_REGION`, and `BEDROCK_ENDPOINT_URL` or "" for AWS's own endpoint of that Region."""

    region: str
    endpoint_url: str = ""

    def make_url(self, model_id: str) -> str:
        """The URL of InvokeModel, in which an id keeps its colons, but not the slashes of an ARN."""
        base = self.endpoint_url.rstrip("/") or f"https://bedrock-runtime.{self.region}.amazonaws.com"
        return f"{base}/model/{quote(model_id, safe=':')}/invoke"

    @property
    def setting(self) -> str:
        """The setting to look at when this place does not answer."""
        return "BEDROCK_ENDPOINT_URL" if self.endpoint_url else "BEDROCK_REGION"


def find_model_id(model: str) -> str:
    """The id at Bedrock: Anthropic's name in the global profile, anything with a dot and every ARN as it is."""
    return model if "." in model or model.startswith("arn:") else f"global.anthropic.{model}"
