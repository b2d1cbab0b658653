"""A record of a batch, as Lambda hands it over -> a delivery.

Any sender can write a message's attributes, so no job depends on them: an attribute that cannot be read is logged and
ignored.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

from worker.delivery import worker_log
from worker.delivery.delivery import Delivery, Requeued

_MOST_RECEIVES = 1_000_000.0
"""More receives than are possible in the 14 days that SQS keeps a message at most."""

_LATEST = 253_402_300_799.0
"""The last second of the year 9999, in seconds since 1970."""

_LONGEST_NAME = 100
"""Characters; SQS's own ids are not longer."""

Attributes = Mapping[str, object]


def read_delivery(record: Mapping[str, Any], max_receive_count: int) -> Delivery:
    """Read a record.

    Args:
        record: one record of an SQS event.
        max_receive_count: `MAX_RECEIVE_COUNT`: a delivery with this many receives is the last.
    """
    attributes = _find_attributes(record, "attributes")
    count = round(_read_number(attributes, "ApproximateReceiveCount", 1.0, _MOST_RECEIVES) or 1)
    sent_at = (_read_number(attributes, "SentTimestamp", 0.0, _LATEST * 1000) or 0.0) / 1000
    ours = {name: _find_text(value) for name, value in _find_attributes(record, "messageAttributes").items()}
    first_at, requeued = _read_sending(ours, sent_at)
    return Delivery(
        record["body"],
        count,
        last=count >= max_receive_count,
        message_id=_read_name(ours, "FirstMessageId") or record["messageId"],
        sent_at=first_at,
        receipt=record["receiptHandle"],
        requeued=requeued,
    )


def _read_sending(ours: Attributes, sent_at: float) -> tuple[float, Requeued | None]:
    """When the message was first sent, and by which of our own sendings it came, if we sent it again."""
    first_at = _read_number(ours, "FirstSentAt", 0.0, sent_at)
    mark = _read_name(ours, "SentAgainAt")
    if first_at is None or mark is None:
        return sent_at, None
    sent_by = _read_number(ours, "SentAgainBy", 0.0, _LATEST)
    return first_at, Requeued(mark, sent_at, math.inf if sent_by is None else sent_by)


def _find_attributes(record: Mapping[str, Any], name: str) -> Attributes:
    found = record.get(name)
    return cast("Attributes", found) if isinstance(found, Mapping) else {}


def _find_text(value: object) -> object:
    return cast("Attributes", value).get("stringValue") if isinstance(value, Mapping) else None


def _read_number(attributes: Attributes, name: str, least: float, most: float) -> float | None:
    """Read a number from text; None unless it lies between `least` and `most`."""
    if name not in attributes:
        return None
    try:
        number = float(str(attributes[name]))
    except ValueError:
        number = math.nan
    if least <= number <= most:
        return number
    worker_log.attribute_ignored(name)
    return None


def _read_name(attributes: Attributes, name: str) -> str | None:
    if name not in attributes:
        return None
    text = attributes[name]
    if isinstance(text, str) and text.isprintable() and 0 < len(text) <= _LONGEST_NAME:
        return text
    worker_log.attribute_ignored(name)
    return None
