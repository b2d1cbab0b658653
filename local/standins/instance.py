"""A value that satisfies a JSON schema, filled from a digest by what its properties are called."""

from typing import cast

from local.standins.extraction import Digest, Segment
from local.standins.wire import JsonObject

_MOST_ITEMS = 3


def instance(schema: JsonObject, digest: Digest) -> object:
    """Fill a schema of the kind structured outputs take: objects, arrays, scalars, enums, `anyOf`, `$ref` to `$defs`.

    `summary`, `title` and `key_points` get the digest's own, a whole number the number of a segment spread over the
    transcript, any other string an extracted piece.
    """
    return _Filler(cast("JsonObject", schema.get("$defs", {})), digest).fill(schema, "", 0)


class _Filler:
    def __init__(self, definitions: JsonObject, digest: Digest) -> None:
        self._definitions = definitions
        self._digest = digest

    def fill(self, schema: JsonObject, name: str, place: int) -> object:
        """A value for the property `name`; `place` counts the items of the array it stands in."""
        node = self._resolved(schema)
        if "const" in node:
            return node["const"]
        if "enum" in node:
            return node["enum"][0]
        if node.get("type") == "object":
            properties = cast("dict[str, JsonObject]", node.get("properties", {}))
            return {child: self.fill(value, child, place) for child, value in properties.items()}
        if node.get("type") == "array":
            return [self.fill(cast("JsonObject", node["items"]), name, item) for item in range(self._items(name))]
        return self._scalar(cast("str", node.get("type")), name, place)

    def _resolved(self, schema: JsonObject) -> JsonObject:
        if "$ref" in schema:
            return self._resolved(cast("JsonObject", self._definitions[schema["$ref"].rpartition("/")[2]]))
        if "anyOf" in schema:
            choices = cast("list[JsonObject]", schema["anyOf"])
            return self._resolved(next(choice for choice in choices if choice.get("type") != "null"))
        return schema

    def _items(self, name: str) -> int:
        available = len(self._digest.key_points if name == "key_points" else self._digest.segments)
        return min(_MOST_ITEMS, available)

    def _scalar(self, kind: str, name: str, place: int) -> object:
        if kind == "integer":
            return self._spread(place).number
        if kind == "string":
            return self._text(name, place)
        return {"number": float(self._spread(place).number), "boolean": True}.get(kind)

    def _text(self, name: str, place: int) -> str:
        if name == "summary":
            return self._digest.summary
        if name == "key_points":
            return self._digest.key_points[place]
        if name == "title":
            return self._digest.title if place == 0 else " ".join(self._spread(place).text.split()[:6])
        return " ".join(self._digest.key_points)

    def _spread(self, place: int) -> Segment:
        segments = self._digest.segments
        return segments[place * len(segments) // self._items("chapters")]
