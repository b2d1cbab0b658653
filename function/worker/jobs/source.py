"""The S3 object that a job is about."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from urllib.parse import quote_plus


@dataclass(frozen=True, slots=True)
class Source:
    """The object as the event names it.

    `raw_key` is the key before URL-decoding: some S3 clones do not encode, so it is tried once when `key` is missing.
    `version_id`, `etag`, `size` (bytes) and `sequencer` are None where the event does not say.
    """

    bucket: str
    key: str
    raw_key: str
    version_id: str | None = None
    etag: str | None = None
    size: int | None = None
    sequencer: str | None = None
    made_at: float = 0.0
    """When S3 stored it, in seconds since 1970; 0 where the event does not say."""


@dataclass(frozen=True, slots=True)
class Declared:
    """The uploader's metadata of the object: `x-amz-meta-lang`, `x-amz-meta-track` and `x-amz-meta-stt`."""

    language: str | None = None
    track: str | None = None
    engine: str | None = None


UNDECLARED = Declared()


def name_generation(source: Source, message_id: str) -> str:
    """The name of one upload, from its version, or its eTag and sequencer, or else its message.

    S3's own notifications encode the key and EventBridge's do not. Both give an upload the same name, because we encode
    the key ourselves: one encoder writes `~` where another writes `%7E`.

    Args:
        source: as the event names it.
        message_id: SQS's; the same over all deliveries of a message, also after it was sent again.

    Returns:
        32 hexadecimal digits.
    """
    version = source.version_id or (f"{source.etag or ''}/{source.sequencer}" if source.sequencer else source.etag)
    parts = (source.bucket, quote_plus(source.key, safe="/"), version or f"message {message_id}")
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
